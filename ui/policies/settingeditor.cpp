// Editors of one line, of a choice, and of several lines.
#include "ui/policies/settingeditor.h"

#include "ui/common/label.h"
#include "ui/policies/contenteditor.h"
#include "ui/policies/settingwords.h"
#include "ui/policies/tableeditor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpressionValidator>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// Nothing is trimmed: blanks may belong to a name or a password.
class LineSetting final : public SettingEditor {
public:
    LineSetting(const Setting &setting, QWidget *parent)
        : SettingEditor(setting, parent)
        , m_edit(new QLineEdit)
    {
        const bool isNumber = setting.kind == SettingKind::Int;
        m_edit->setMaxLength(int(maximumSettingLength));
        if (isNumber)
            m_edit->setValidator(new QRegularExpressionValidator(QRegularExpression(u"-?[0-9]{0,12}"_s), m_edit));
        if (setting.secret)
            m_edit->setEchoMode(QLineEdit::Password);
        setInput(m_edit);
        if (!setting.unit.isEmpty())
            row()->addWidget(new Label(unitName(setting.unit), Label::Style::Body, Tone::Muted, this));
        connect(m_edit, &QLineEdit::textEdited, this, [this] { touch(); });
    }

protected:
    void show(const QJsonValue &value) override
    {
        const bool isKept = setting().secret && value.toString() == secretMask;
        m_edit->setPlaceholderText(isKept ? SettingEditor::tr("Unchanged; type to replace it")
                : setting().fallback.isUndefined()
                ? QString()
                : SettingEditor::tr("Usually: %1").arg(valueInWords(setting(), setting().fallback)));
        m_edit->setText(isKept || value.isUndefined() ? QString()
                : value.isDouble()                    ? QString::number(value.toInteger())
                                                      : value.toString());
    }
    QJsonValue read() const override
    {
        const QString text = m_edit->text();
        if (text.isEmpty())
            return QJsonValue::Undefined;
        if (setting().kind != SettingKind::Int)
            return text;
        bool isNumber = false;
        const qint64 number = text.toLongLong(&isNumber);
        return isNumber ? QJsonValue(number) : QJsonValue(text);
    }

private:
    QLineEdit *m_edit;
};

class ChoiceSetting final : public SettingEditor {
public:
    ChoiceSetting(const Setting &setting, QWidget *parent)
        : SettingEditor(setting, parent)
        , m_box(new QComboBox)
    {
        if (!setting.required || setting.fallback.isUndefined())
            m_box->addItem(setting.fallback.isUndefined()
                    ? SettingEditor::tr("Not decided")
                    : SettingEditor::tr("Not decided; usually: %1").arg(valueInWords(setting, setting.fallback)));
        if (setting.kind == SettingKind::Bool) {
            const QStringList answers = answersInWords(setting.answers);
            m_box->addItem(answers[0], true);
            m_box->addItem(answers[1], false);
        }
        for (const SettingChoice &choice : setting.choices)
            m_box->addItem(catalogueText(choice.label), choice.key);
        m_box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        m_box->setMinimumContentsLength(20);
        setInput(m_box);
        connect(m_box, &QComboBox::currentIndexChanged, this, [this] { touch(); });
    }

protected:
    void show(const QJsonValue &value) override
    {
        const QJsonValue shown = value.isUndefined() && setting().required ? setting().fallback : value;
        int index = shown.isUndefined() ? 0 : m_box->findData(shown.toVariant());
        if (index < 0) { // a choice of a newer server stays what it is
            m_box->addItem(shown.toString(), shown.toVariant());
            index = m_box->count() - 1;
        }
        m_box->setCurrentIndex(index);
    }
    QJsonValue read() const override
    {
        const QVariant data = m_box->currentData();
        return data.isValid() ? QJsonValue::fromVariant(data) : QJsonValue(QJsonValue::Undefined);
    }

private:
    QComboBox *m_box;
};

class ListSetting final : public SettingEditor {
public:
    ListSetting(const Setting &setting, QWidget *parent)
        : SettingEditor(setting, parent)
        , m_edit(new QPlainTextEdit)
    {
        m_edit->setTabChangesFocus(true);
        m_edit->setPlaceholderText(SettingEditor::tr("One entry a line"));
        m_edit->setFixedHeight(fontMetrics().lineSpacing() * 5 + space::l);
        setInput(m_edit);
        connect(m_edit, &QPlainTextEdit::textChanged, this, [this] { touch(); });
    }

protected:
    void show(const QJsonValue &value) override
    {
        QStringList lines;
        for (const QJsonValue member : value.toArray())
            lines.append(member.toString());
        m_edit->setPlainText(lines.join(u'\n'));
    }
    // An emptied list is undecided, not a list of nothing.
    QJsonValue read() const override
    {
        const QStringList lines = m_edit->toPlainText().split(u'\n', Qt::SkipEmptyParts);
        return lines.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonArray::fromStringList(lines);
    }

private:
    QPlainTextEdit *m_edit;
};

} // namespace

SettingEditor::SettingEditor(const Setting &setting, QWidget *parent)
    : QWidget(parent)
    , m_setting(setting)
    , m_row(new QHBoxLayout(this))
{
    m_row->setContentsMargins(0, 0, 0, 0);
    m_row->setSpacing(space::s);
    setObjectName(setting.key);
}

void SettingEditor::setInput(QWidget *input)
{
    m_input = input;
    m_row->insertWidget(0, input, 1);
    setFocusProxy(input);
    input->setAccessibleName(catalogueText(m_setting.label));
}

void SettingEditor::load(const QJsonValue &value)
{
    m_loaded = value;
    show(value);
    m_touched = false;
}

void SettingEditor::touch()
{
    m_touched = true;
    Q_EMIT edited();
}

void SettingEditor::setProblem(const QString &text)
{
    m_input->setAccessibleDescription(text);
    m_input->setProperty("invalid", !text.isEmpty());
    m_input->style()->unpolish(m_input);
    m_input->style()->polish(m_input);
}

SettingEditor *SettingEditor::make(const Setting &setting, Prompts &prompts, QWidget *parent)
{
    switch (setting.kind) {
    case SettingKind::Bool:
    case SettingKind::Choice:
        return new ChoiceSetting(setting, parent);
    case SettingKind::List:
        return new ListSetting(setting, parent);
    case SettingKind::Table:
        return new TableEditor(setting, prompts, parent);
    case SettingKind::Content:
        return new ContentEditor(setting, prompts, parent);
    case SettingKind::Int:
    case SettingKind::Text:
    case SettingKind::Secret:
        break;
    }
    return new LineSetting(setting, parent);
}

} // namespace belvedere
