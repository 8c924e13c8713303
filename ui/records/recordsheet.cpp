// The form of a record in parts, its refusals and its conflicts.
#include "ui/records/recordsheet.h"

#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/fitscroll.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/usertext.h"

#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Never cut at the right.
class FormScroll final : public FitScroll {
public:
    explicit FormScroll(QWidget *content)
        : FitScroll(content)
    {
        setFocusPolicy(Qt::NoFocus); // the fields take the keyboard, and are scrolled to
    }
    QSize minimumSizeHint() const override
    {
        const int bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent, nullptr, this);
        return {std::max(200, widget()->minimumSizeHint().width() + bar), 60};
    }
};

} // namespace

RecordSheet::RecordSheet(
    const QString &title, const QString &hint, const QString &accept, std::vector<Part> parts, QWidget *window)
    : Overlay(window)
    , m_message(new InlineMessage(card()))
    , m_accept(primaryButton(accept, card()))
{
    setAccessibleName(title);
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(title, Label::Style::Heading, Tone::Text, card()));
    if (!hint.isEmpty()) {
        auto *text = new Label(hint, Label::Style::Body, Tone::Muted, card());
        text->setWordWrap(true);
        layout->addWidget(text);
    }
    layout->addWidget(m_message);
    layout->addWidget(new FormScroll(makeContent(std::move(parts))), 1);
    QPushButton *cancel = plainButton(tr("Cancel"), card());
    m_buttons = buttonRow({cancel, m_accept});
    layout->addLayout(m_buttons);
    connect(cancel, &QPushButton::clicked, this, [this] { onEscape(); });
    connect(m_accept, &QPushButton::clicked, this, [this] {
        if (!check())
            return;
        m_accept->setEnabled(false);
        Q_EMIT submitted();
    });
}

QWidget *RecordSheet::makeContent(std::vector<Part> parts)
{
    auto *content = new QWidget;
    m_content = new QVBoxLayout(content);
    m_content->setContentsMargins(0, 0, 0, 0);
    m_content->setSpacing(space::s);
    for (Part &part : parts) {
        if (!part.heading.isEmpty()) {
            auto *heading = new Label(part.heading, Label::Style::Strong);
            heading->setContentsMargins(space::l, space::s, space::l, 0);
            m_content->addWidget(heading);
        }
        auto *form = new FormSheet(part.fields, part.display, part.only, content, part.hints);
        form->setEditable(true);
        form->load(part.initial);
        m_content->addWidget(form);
        m_forms.push_back(Form{form, part.key});
    }
    return content;
}

void RecordSheet::addBelow(QWidget *widget) { m_content->addWidget(widget); }

void RecordSheet::addButton(QPushButton *button) { m_buttons->insertWidget(0, button); }

QWidget *RecordSheet::firstFocus() const
{
    if (m_forms.empty())
        return m_accept;
    const QList<QWidget *> widgets = form()->findChildren<QWidget *>();
    for (QWidget *widget : widgets) {
        if (widget->focusPolicy() & Qt::TabFocus && widget->isEnabled())
            return widget;
    }
    return m_accept;
}

bool RecordSheet::check()
{
    bool good = true;
    // from the last to the first, so that the first refused field has the keyboard in the end
    for (auto it = m_forms.rbegin(); it != m_forms.rend(); ++it)
        good = it->form->check() && good;
    const QList<FieldError> more = good && moreChecks ? moreChecks() : QList<FieldError>();
    if (!more.isEmpty())
        fail(validationError(more));
    return good && more.isEmpty();
}

bool RecordSheet::isDirty() const
{
    return std::any_of(m_forms.begin(), m_forms.end(), [](const Form &part) { return part.form->isDirty(); });
}

QJsonObject RecordSheet::values() const
{
    QJsonObject result;
    for (const Form &part : m_forms) {
        const QJsonObject values = part.form->values();
        if (!part.key.isEmpty()) {
            result.insert(part.key, values);
            continue;
        }
        for (auto it = values.begin(); it != values.end(); ++it)
            result.insert(it.key(), it.value());
    }
    return result;
}

QJsonObject RecordSheet::changes(const QJsonObject &base) const
{
    QJsonObject result;
    for (const Form &part : m_forms) {
        const QJsonObject changes = part.form->changes();
        QJsonObject inner = base.value(part.key).toObject();
        QJsonObject &target = part.key.isEmpty() ? result : inner;
        for (auto it = changes.begin(); it != changes.end(); ++it) {
            if (it.value().isNull() && !part.key.isEmpty())
                target.remove(it.key());
            else
                target.insert(it.key(), it.value());
        }
        if (!part.key.isEmpty() && !changes.isEmpty())
            result.insert(part.key, inner);
    }
    const QJsonObject more = moreChanges ? moreChanges(base) : QJsonObject();
    for (auto it = more.begin(); it != more.end(); ++it)
        result.insert(it.key(), it.value());
    return result;
}

void RecordSheet::fail(const ApiError &error)
{
    m_accept->setEnabled(true);
    m_message->hide();
    if (error.kind != ApiError::Kind::Validation || error.fields.isEmpty() || m_forms.empty()) {
        m_message->showMessage(Severity::Danger, userText(error));
        return;
    }
    // to the part that the field is in; what belongs to none goes above the first
    std::vector<QList<FieldError>> sorted(m_forms.size());
    for (const FieldError &refused : error.fields) {
        size_t at = 0;
        QString field = refused.field;
        for (size_t i = 0; i < m_forms.size(); ++i) {
            const QString prefix = m_forms[i].key.isEmpty() ? QString() : QString(m_forms[i].key + u'.');
            if (field.startsWith(prefix) && m_forms[i].form->has(QStringView(field).mid(prefix.size()))) {
                at = i;
                field.remove(0, prefix.size());
                break;
            }
            // a refusal of the object as a whole
            if (!prefix.isEmpty() && field == m_forms[i].key)
                at = i;
        }
        sorted[at].append({field, refused.message});
    }
    for (size_t i = m_forms.size(); i-- > 0;)
        m_forms[i].form->setErrors(sorted[i]);
}

void RecordSheet::showConflict(const QStringList &labels)
{
    m_accept->setEnabled(true);
    m_message->showMessage(Severity::Warning,
        labels.isEmpty() ? tr("Somebody else saved this in the meantime. What you typed is still here; saving again "
                              "changes only what you changed.")
                         : tr("Somebody else changed this in the meantime: %1. What you typed is still here; saving "
                              "again changes only what you changed.")
                               .arg(labels.join(tr(", ", "between the names of fields"))));
}

} // namespace belvedere
