// Rows that depend on each other, and what is wrong with them.
#include "ui/policies/settingsform.h"

#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/policies/settingeditor.h"
#include "ui/policies/settingwords.h"

#include <algorithm>
#include <QGridLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// "key" of "key[3].column"
QStringView keyOf(const QString &field)
{
    const qsizetype bracket = field.indexOf(u'[');
    return bracket < 0 ? QStringView(field) : QStringView(field).first(bracket);
}

} // namespace

SettingsForm::SettingsForm(const ProfileType &type, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_type(type)
    , m_prompts(prompts)
    , m_message(new InlineMessage(this))
    , m_grid(new QGridLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::s);
    layout->addWidget(m_message);
    layout->addLayout(m_grid);
    m_grid->setHorizontalSpacing(space::l);
    m_grid->setVerticalSpacing(space::xs);
    m_grid->setColumnStretch(0, 2);
    m_grid->setColumnStretch(1, 5);
    m_rows.reserve(type.settings.size());
    for (const Setting &setting : type.settings)
        addRow(setting);
    load({});
}

QString SettingsForm::helpText(const Setting &setting, bool withHint) const
{
    QStringList help;
    if (withHint && !setting.help.isEmpty())
        help.append(catalogueText(setting.help));
    if (const QString needs = needsInWords(setting.needs, setting.minimumOs, m_type.platform); !needs.isEmpty())
        help.append(tr("Needs: %1.").arg(needs));
    return help.join(u'\n');
}

void SettingsForm::addRow(const Setting &setting)
{
    const QString label = catalogueText(setting.label);
    Row row{&setting,
        new Label(setting.required ? tr("%1 *", "label of a required field").arg(label) : label, Label::Style::Body,
            Tone::Muted, this),
        SettingEditor::make(setting, m_prompts, this), new Label({}, Label::Style::Small, Tone::Muted, this),
        new Label({}, Label::Style::Small, Tone::Danger, this)};
    row.help->setText(helpText(setting, true));
    for (Label *text : {row.name, row.help, row.error})
        text->setWordWrap(true);
    row.name->setContentsMargins(0, space::xs, 0, space::xs);
    row.name->setBuddy(row.editor);
    const int line = int(m_rows.size()) * 3;
    m_grid->addWidget(row.name, line, 0, Qt::AlignTop);
    m_grid->addWidget(row.editor, line, 1);
    m_grid->addWidget(row.help, line + 1, 1);
    m_grid->addWidget(row.error, line + 2, 1);
    connect(row.editor, &SettingEditor::edited, this, [this] {
        refresh();
        Q_EMIT edited();
    });
    m_rows.push_back(row);
}

void SettingsForm::load(const QJsonObject &settings)
{
    m_loaded = settings;
    m_checked = false;
    for (const Row &row : m_rows) {
        const QSignalBlocker quiet(row.editor);
        row.editor->load(settings.value(row.setting->key));
    }
    refresh();
}

QJsonObject SettingsForm::settings() const
{
    QJsonObject entered;
    for (const Row &row : m_rows) {
        const QJsonValue value = row.editor->value();
        if (!value.isUndefined() && isApplicable(row.setting->when, effective(m_type, entered)))
            entered.insert(row.setting->key, value);
    }
    return entered;
}

QJsonObject SettingsForm::changedOn(const QJsonObject &base) const
{
    const QJsonObject now = settings();
    QJsonObject result = base;
    for (const Setting &setting : m_type.settings) {
        const QJsonValue value = now.value(setting.key);
        if (value == m_loaded.value(setting.key))
            continue;
        if (value.isUndefined())
            result.remove(setting.key);
        else
            result.insert(setting.key, value);
    }
    return result;
}

bool SettingsForm::isDirty() const { return changedOn(m_loaded) != m_loaded; }

void SettingsForm::refresh()
{
    const QJsonObject counting = effective(m_type, settings());
    for (const Row &row : m_rows) {
        const bool applies = isApplicable(row.setting->when, counting);
        row.name->setVisible(applies);
        row.editor->setVisible(applies);
        row.help->setVisible(applies && !row.help->text().isEmpty());
    }
    mark(m_checked);
}

void SettingsForm::showError(const Row &row, const QString &text) const
{
    row.error->setText(text);
    row.error->setVisible(!text.isEmpty());
    row.help->setText(helpText(*row.setting, text.isEmpty())); // the error says what the hint said
    row.help->setVisible(!row.editor->isHidden() && !row.help->text().isEmpty());
    row.editor->setProblem(text);
}

// While one types, only what was touched is marked, and not what is merely not there yet.
void SettingsForm::mark(bool everything)
{
    const QList<SettingProblem> found = problems(m_type, settings(), Masks::Kept);
    QString whole;
    for (const Row &row : m_rows) {
        QString text;
        for (const SettingProblem &problem : found) {
            if (keyOf(problem.field) != row.setting->key || !text.isEmpty())
                continue;
            const bool isMissing = problem.fault == SettingFault::Missing || problem.fault == SettingFault::Check;
            if (everything || (row.editor->isTouched() && !isMissing))
                text = problemInWords(problem);
        }
        // the mask itself, typed as if it were a secret
        if (row.setting->secret && row.editor->isTouched() && row.editor->value().toString() == secretMask)
            text = problemInWords({SettingFault::Mask, row.setting->key, row.setting, nullptr});
        showError(row, text);
    }
    for (const SettingProblem &problem : found) {
        if (problem.fault == SettingFault::NothingDecided && everything)
            whole = problemInWords(problem);
    }
    if (whole.isEmpty())
        m_message->hide();
    else
        m_message->showMessage(Severity::Danger, whole);
}

bool SettingsForm::check()
{
    m_checked = true;
    mark(true);
    for (const Row &row : m_rows) {
        if (!row.error->text().isEmpty()) {
            row.editor->setFocus(Qt::OtherFocusReason);
            return false;
        }
    }
    return problems(m_type, settings(), Masks::Kept).isEmpty();
}

void SettingsForm::setErrors(const QList<FieldError> &errors)
{
    QStringList others;
    for (const FieldError &error : errors) {
        const auto row = std::find_if(
            m_rows.begin(), m_rows.end(), [&error](const Row &one) { return keyOf(error.field) == one.setting->key; });
        if (row == m_rows.end()) {
            others.append(error.message);
            continue;
        }
        showError(*row, error.message);
        row->editor->setFocus(Qt::OtherFocusReason);
    }
    if (!others.isEmpty())
        m_message->showMessage(Severity::Danger, others.join(u'\n'));
}

} // namespace belvedere
