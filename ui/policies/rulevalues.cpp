// Rows of parameters by rule; what the rules declare is read as they are ticked.
#include "ui/policies/rulevalues.h"

#include "api/operations.h"
#include "ui/common/label.h"
#include "ui/common/usertext.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/rulevaluerow.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr QLatin1StringView pinPrefix("rule_pins.");

// The list has the check, and not what it declares; a check without parameters needs none.
bool mayHaveParameters(LiveList &rules, const QString &id)
{
    const SnapshotPointer &known = rules.store().snapshot();
    const std::optional<quint32> row = known->rowOf(id);
    const Cell check = row ? known->cell(*row, known->columnOf(u"check")) : Cell();
    const auto *text = std::get_if<QString>(&check);
    return text && text->contains(u'$');
}

} // namespace

RuleValues::RuleValues(Site &site, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_lines(new QVBoxLayout(this))
{
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(space::s);
    connect(&site.list<ComplianceRule>(), &LiveList::stateChanged, this, [this] { setRules(m_rules); });
}

void RuleValues::load(const std::vector<PolicyRule> &pins)
{
    m_values.clear();
    m_rules.clear();
    for (const PolicyRule &pin : pins)
        m_values.insert(pin.rule, pin.parameters);
    rebuild();
}

void RuleValues::setRules(const QStringList &ids)
{
    const bool isOther = ids != m_rules;
    m_rules = ids;
    for (const QString &id : ids) {
        const bool isAsked = m_known.contains(id) || m_reading.contains(id) || (m_failed.contains(id) && !isOther);
        if (!isAsked && mayHaveParameters(m_site.list<ComplianceRule>(), id))
            read(id);
    }
    if (isOther)
        rebuild();
}

void RuleValues::read(const QString &id)
{
    m_reading.insert(id);
    Get<ComplianceRule> operation;
    operation.id.text = id;
    m_scope.add(m_site.send(operation)).then(this, [this, id](const Result<ComplianceRule> &rule) {
        m_reading.remove(id);
        if (rule)
            m_known.insert(id, rule.value());
        if (rule)
            m_failed.remove(id);
        else
            m_failed.insert(id, userText(rule.error()));
        rebuild();
    });
}

void RuleValues::rebuild()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    m_rows.clear();
    for (const QString &id : std::as_const(m_rules)) {
        if (m_failed.contains(id)) {
            const QString name = namesOf(m_site.list<ComplianceRule>(), {id}).value(0);
            auto *failed = new Label(tr("The values of “%1” cannot be read. %2").arg(name, m_failed.value(id)),
                Label::Style::Body, Tone::Danger);
            failed->setWordWrap(true);
            m_lines->addWidget(failed);
        }
        const auto rule = m_known.constFind(id);
        if (rule == m_known.constEnd() || rule->parameters.empty())
            continue;
        auto *title = new Label(tr("Values of “%1”").arg(rule->name), Label::Style::Strong);
        title->setWordWrap(true);
        m_lines->addWidget(title);
        for (const RuleParameter &parameter : rule->parameters) {
            const QJsonValue given = m_values.value(id).value(parameter.name);
            auto *row =
                new RuleValueRow(*rule, parameter, given.isString() ? std::optional(given.toString()) : std::nullopt);
            connect(row, &RuleValueRow::edited, this, [this, row] {
                QJsonObject &values = m_values[row->rule()];
                if (const std::optional<QString> value = row->value())
                    values.insert(row->name(), *value);
                else
                    values.remove(row->name());
                Q_EMIT edited();
            });
            m_lines->addWidget(row);
            m_rows.append(row);
        }
    }
    Q_EMIT shownChanged(m_lines->count() > 0);
}

bool RuleValues::check()
{
    for (RuleValueRow *row : std::as_const(m_rows)) {
        if (!row->isGood()) {
            row->focus();
            return false;
        }
    }
    return true;
}

QList<FieldError> RuleValues::setErrors(const QList<FieldError> &errors)
{
    QList<FieldError> others;
    RuleValueRow *first = nullptr;
    for (const FieldError &error : errors) {
        const auto names = [&error](const RuleValueRow *row) {
            return error.field == QString(pinPrefix + row->rule() + u".params."_s + row->name());
        };
        const auto row = std::find_if(m_rows.begin(), m_rows.end(), names);
        if (row == m_rows.end()) {
            others.append(error);
            continue;
        }
        (*row)->setProblem(error.message);
        first = first ? first : *row;
    }
    if (first)
        first->focus();
    return others;
}

} // namespace belvedere
