// Rows of parameters: of each its name, type and value.
#include "ui/policies/parameterlist.h"

#include "compliance/ruleparameters.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

std::span<const Field> editedFields()
{
    const std::span<const Field> all = fields<RuleParameter>();
    static const Field list[] = {*findField(all, u"name"), *findField(all, u"type"), *findField(all, u"value")};
    return list;
}

EditorHints parameterHints()
{
    EditorHints hints;
    hints[u"name"_s].placeholder = ParameterList::tr("Name");
    hints[u"type"_s].answers = {ParameterList::tr("Choose…")};
    hints[u"value"_s].placeholder = ParameterList::tr("Value");
    return hints;
}

PartRows::Texts parameterTexts()
{
    return {ParameterList::tr("Parameters"),
        ParameterList::tr("A check names them with $; a policy may give others values."),
        ParameterList::tr("Add parameter"), ParameterList::tr("Take this parameter away")};
}

QString aboutText(const RuleParameter &parameter)
{
    QString text = parameter.label;
    if (!parameter.minimum.isEmpty() || !parameter.maximum.isEmpty())
        text += ParameterList::tr(" (%1 to %2)").arg(parameter.minimum, parameter.maximum);
    return text.trimmed();
}

} // namespace

ParameterList::ParameterList(QWidget *parent)
    : PartRows(editedFields(), Display("RuleParameter", std::make_shared<SystemClock>()), parameterHints(),
        parameterTexts(), int(maximumRuleParameters), parent)
{
    setObjectName(u"params"_s);
    connect(this, &PartRows::dropped, this, [this](int row) { m_set.erase(m_set.begin() + row); });
    connect(this, &PartRows::edited, this, [this] { setError({}); });
}

void ParameterList::setParameters(const std::vector<RuleParameter> &parameters)
{
    clear();
    m_set.clear();
    for (const RuleParameter &parameter : parameters)
        add(parameter);
}

std::vector<RuleParameter> ParameterList::parameters() const
{
    std::vector<RuleParameter> list = m_set;
    for (int i = 0; i < count(); ++i) {
        RuleParameter entered;
        read(i, &entered);
        RuleParameter &now = list[size_t(i)];
        now.name = entered.name.trimmed();
        now.type = entered.type;
        now.value = entered.value.trimmed();
    }
    return list;
}

void ParameterList::appendFresh()
{
    RuleParameter fresh;
    fresh.type = ParameterType::Int;
    add(fresh);
}

void ParameterList::add(const RuleParameter &parameter)
{
    m_set.push_back(parameter);
    append(&parameter);
    setNote(count() - 1, aboutText(parameter), Tone::Muted);
}

} // namespace belvedere
