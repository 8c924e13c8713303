// A field by the parameter's type, what suits it, and what is wrong.
#include "ui/policies/rulevaluerow.h"

#include "compliance/ruleparameters.h"
#include "ui/common/label.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString kindText(ParameterType type)
{
    switch (type) {
    case ParameterType::Int:
        return RuleValueRow::tr("a whole number");
    case ParameterType::Duration:
        return RuleValueRow::tr("a span such as 7d or 12h");
    case ParameterType::Version:
        return RuleValueRow::tr("a version such as 17.4");
    case ParameterType::Range:
        return RuleValueRow::tr("versions such as >=17.7.1 <18 or >=18.1");
    case ParameterType::List:
        return RuleValueRow::tr("entries with commas between");
    case ParameterType::Bool:
    case ParameterType::Text:
    case ParameterType::Choice:
    case ParameterType::Unknown:
        break;
    }
    return {};
}

// What suits the parameter.
QString suitingText(const RuleParameter &parameter)
{
    const QString kind = kindText(parameter.type.value());
    if (kind.isEmpty() || (parameter.minimum.isEmpty() && parameter.maximum.isEmpty()))
        return kind;
    if (parameter.maximum.isEmpty())
        return RuleValueRow::tr("%1, at least %2", "what suits, bound").arg(kind, parameter.minimum);
    if (parameter.minimum.isEmpty())
        return RuleValueRow::tr("%1, at most %2", "what suits, bound").arg(kind, parameter.maximum);
    return RuleValueRow::tr("%1, %2 to %3", "what suits, bounds").arg(kind, parameter.minimum, parameter.maximum);
}

QString usualText(const RuleParameter &parameter)
{
    return parameter.value.isEmpty() ? QString() : RuleValueRow::tr("Usual: %1", "value").arg(parameter.value);
}

} // namespace

RuleValueRow::RuleValueRow(
    const ComplianceRule &rule, const RuleParameter &parameter, const std::optional<QString> &given, QWidget *parent)
    : QWidget(parent)
    , m_rule(rule.id.text)
    , m_parameter(parameter)
    , m_problem(new Label({}, Label::Style::Small, Tone::Muted))
{
    const QString label = parameter.label.isEmpty() ? parameter.name : parameter.label;
    QStringList words = parameter.allowed;
    if (parameter.type.value() == ParameterType::Bool)
        words = QStringList{u"yes"_s, u"no"_s};
    const QString usual = usualText(parameter);
    if (words.isEmpty()) {
        m_text = new QLineEdit(given.value_or(QString()));
        m_text->setPlaceholderText(usual.isEmpty() ? tr("No value") : usual);
        connect(m_text, &QLineEdit::textEdited, this, &RuleValueRow::touch);
    } else {
        m_choice = new QComboBox;
        m_choice->addItem(usual.isEmpty() ? tr("No value") : usual);
        if (given && !words.contains(*given))
            words.append(*given); // what stands there is shown, and refused
        for (const QString &word : std::as_const(words))
            m_choice->addItem(word, word);
        m_choice->setCurrentIndex(given ? qMax(0, m_choice->findData(*given)) : 0);
        connect(m_choice, &QComboBox::activated, this, &RuleValueRow::touch);
    }
    setObjectName(QString(m_rule + u'.' + parameter.name));
    field()->setAccessibleName(tr("%1: %2", "rule, its parameter").arg(rule.name, label));
    auto *name = new Label(label, Label::Style::Body, Tone::Muted);
    name->setWordWrap(true);
    name->setBuddy(field());
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(name, 1);
    line->addWidget(field(), 1);
    m_problem->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::xs);
    layout->addLayout(line);
    layout->addWidget(m_problem);
    refresh();
}

std::optional<QString> RuleValueRow::value() const
{
    const QString text = m_text ? m_text->text().trimmed() : m_choice->currentData().toString();
    return text.isEmpty() ? std::nullopt : std::optional(text);
}

bool RuleValueRow::isGood() const { return bool(readParameter(m_parameter, value().value_or(m_parameter.value))); }

void RuleValueRow::setProblem(const QString &text)
{
    m_problem->setText(text);
    m_problem->setTone(Tone::Danger);
    m_problem->show();
    mark(true, text);
}

QWidget *RuleValueRow::field() const { return m_text ? static_cast<QWidget *>(m_text) : m_choice; }

void RuleValueRow::touch()
{
    m_isTouched = true;
    refresh();
    Q_EMIT edited();
}

void RuleValueRow::mark(bool isInvalid, const QString &about)
{
    QWidget *const shown = field();
    shown->setProperty("invalid", isInvalid);
    shown->setAccessibleDescription(about);
    shown->style()->unpolish(shown);
    shown->style()->polish(shown);
}

void RuleValueRow::refresh()
{
    const QString suits = suitingText(m_parameter);
    if (!isGood()) {
        setProblem(suits.isEmpty() ? tr("This is no value of the parameter.") : tr("Needed: %1.").arg(suits));
        return;
    }
    const bool isOpen = !value() && m_parameter.value.isEmpty();
    const QString text = isOpen ? tr("Without a value, what is tested with it applies to no device.") : suits;
    m_problem->setText(text);
    m_problem->setTone(isOpen ? Tone::Warning : Tone::Muted);
    m_problem->setVisible(!text.isEmpty());
    mark(false, text);
}

} // namespace belvedere
