// Groups of tests, and their agreement with the text.
#include "ui/policies/checkbuilder.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/policies/checkrow.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

CheckGroupEditor::CheckGroupEditor(std::span<const Field> fields, int depth, QWidget *parent)
    : QFrame(parent)
    , m_fields(fields)
    , m_depth(depth)
    , m_kind(new QComboBox)
    , m_parts(new QVBoxLayout)
{
    using Kind = CheckGroup::Kind;
    setFrameShape(depth > 1 ? QFrame::StyledPanel : QFrame::NoFrame);
    const std::pair<QString, Kind> kinds[] = {{tr("All of these are true"), Kind::All},
        {tr("Any of these is true"), Kind::Any}, {tr("Not all of these are true"), Kind::NotAll},
        {tr("None of these is true"), Kind::None}};
    for (const auto &[text, kind] : kinds)
        m_kind->addItem(text, int(kind));
    m_kind->setAccessibleName(tr("How the tests belong together"));
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(m_kind);
    head->addStretch(1);
    QPushButton *row = linkButton(tr("Add test"));
    head->addWidget(row);
    if (depth < maximumFormDepth) {
        QPushButton *group = linkButton(tr("Add group"));
        head->addWidget(group);
        connect(group, &QPushButton::clicked, this, [this] {
            addGroup()->addRow()->firstFocus()->setFocus(Qt::OtherFocusReason);
            Q_EMIT edited();
        });
    }
    if (depth > 1) {
        QToolButton *remove = iconButton(Icon::Close, tr("Take this group away"));
        head->addWidget(remove);
        connect(remove, &QToolButton::clicked, this, &CheckGroupEditor::removeRequested);
    }
    auto *layout = new QVBoxLayout(this);
    const int edge = depth > 1 ? int(space::s) : 0;
    layout->setContentsMargins(edge, edge, edge, edge);
    layout->setSpacing(space::s);
    layout->addLayout(head);
    m_parts->setSpacing(space::s);
    layout->addLayout(m_parts);
    connect(m_kind, &QComboBox::activated, this, &CheckGroupEditor::edited);
    connect(row, &QPushButton::clicked, this, [this] {
        addRow()->firstFocus()->setFocus(Qt::OtherFocusReason);
        Q_EMIT edited();
    });
}

CheckRowEditor *CheckGroupEditor::addRow()
{
    auto *row = new CheckRowEditor(m_fields);
    row->setParameters(m_parameters);
    m_parts->addWidget(row);
    connect(row, &CheckRowEditor::edited, this, &CheckGroupEditor::edited);
    connect(row, &CheckRowEditor::removeRequested, this, [this, row] { drop(row); });
    return row;
}

CheckGroupEditor *CheckGroupEditor::addGroup()
{
    auto *group = new CheckGroupEditor(m_fields, m_depth + 1);
    group->setParameters(m_parameters);
    m_parts->addWidget(group);
    connect(group, &CheckGroupEditor::edited, this, &CheckGroupEditor::edited);
    connect(group, &CheckGroupEditor::removeRequested, this, [this, group] { drop(group); });
    return group;
}

// The widget may be the one whose signal is being handled.
void CheckGroupEditor::drop(QWidget *part)
{
    m_parts->removeWidget(part);
    part->hide();
    part->deleteLater();
    m_kind->setFocus(Qt::OtherFocusReason);
    Q_EMIT edited();
}

void CheckGroupEditor::clear()
{
    while (QLayoutItem *item = m_parts->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void CheckGroupEditor::setGroup(const CheckGroup &group, const QStringList &parameters)
{
    const QSignalBlocker quiet(this);
    m_parameters = parameters;
    clear();
    m_kind->setCurrentIndex(m_kind->findData(int(group.kind)));
    for (const CheckGroup::Entry &entry : group.entries) {
        if (entry.row)
            addRow()->setRow(*entry.row);
        else
            addGroup()->setGroup(entry.group, parameters);
    }
}

CheckGroup CheckGroupEditor::group() const
{
    CheckGroup group;
    group.kind = CheckGroup::Kind(m_kind->currentData().toInt());
    for (int i = 0; i < m_parts->count(); ++i) {
        QWidget *part = m_parts->itemAt(i)->widget();
        CheckGroup::Entry entry;
        if (const auto *row = qobject_cast<CheckRowEditor *>(part))
            entry.row = row->row();
        else if (const auto *inner = qobject_cast<CheckGroupEditor *>(part))
            entry.group = inner->group();
        group.entries.push_back(std::move(entry));
    }
    return group;
}

void CheckGroupEditor::setParameters(const QStringList &names)
{
    m_parameters = names;
    for (int i = 0; i < m_parts->count(); ++i) {
        QWidget *part = m_parts->itemAt(i)->widget();
        if (auto *row = qobject_cast<CheckRowEditor *>(part))
            row->setParameters(names);
        else if (auto *inner = qobject_cast<CheckGroupEditor *>(part))
            inner->setParameters(names);
    }
}

CheckBuilder::CheckBuilder(std::span<const Field> fields, QWidget *parent)
    : QWidget(parent)
    , m_fields(fields)
    , m_state(new Label({}, Label::Style::Small, Tone::Muted))
    , m_group(new CheckGroupEditor(fields, 1))
{
    setAccessibleName(tr("The check as a form"));
    m_state->setWordWrap(true);
    m_state->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_group);
    layout->addWidget(m_state);
    connect(m_group, &CheckGroupEditor::edited, this, &CheckBuilder::tell);
}

void CheckBuilder::setCheck(const QString &text)
{
    m_state->hide();
    if (text.trimmed().isEmpty()) {
        m_group->setEnabled(true);
        return; // nothing is written: rows that are not complete yet may stand here
    }
    const QueryParse parsed = parseQuery(text, m_fields, QueryMode::Check);
    const std::optional<CheckGroup> form = parsed ? formOf(parsed.query(), m_fields) : std::nullopt;
    m_group->setEnabled(form.has_value());
    if (!form) {
        m_state->setText(parsed ? tr("This check has groups inside groups that the form does not show. It stays as it "
                                     "is written.")
                                : tr("The form shows the check as soon as it can be read."));
        m_state->show();
        return;
    }
    if (!(m_group->group() == *form))
        m_group->setGroup(*form, m_parameters);
}

void CheckBuilder::setParameters(const QStringList &names)
{
    m_parameters = names;
    m_group->setParameters(names);
}

void CheckBuilder::tell()
{
    const Result<QString> text = textOf(m_group->group(), m_fields);
    m_state->setVisible(!text);
    if (text)
        Q_EMIT checkEdited(text.value());
    else
        m_state->setText(tr("One of the tests is not complete yet; the check stays as it is written."));
}

} // namespace belvedere
