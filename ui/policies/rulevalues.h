// RuleValues: what a policy gives the parameters of the rules that it names, in place of the rules' own values.
#pragma once

#include "domain/policy.h"
#include "rest/requestscope.h"
#include "sites/site.h"

#include <QSet>
#include <QWidget>

class QVBoxLayout;

namespace belvedere {

class Label;
class RuleValueRow;

class RuleValues final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives it.
    explicit RuleValues(Site &site, QWidget *parent = nullptr);

    // Forgets what was entered. Rules are shown as setRules() says.
    void load(const std::vector<PolicyRule> &pins);
    // Reads what the rules declare, where that is not known yet.
    void setRules(const QStringList &ids);
    // Name to text: what was entered, and what stood there for parameters that the rule does not have any more.
    QJsonObject values(const QString &rule) const { return m_values.value(rule); }
    // Marks what is no value of its parameter; true when nothing is.
    bool check();
    // What the server refused of "rule_pins.<rule>.params.<name>", at its row; the others are handed back.
    QList<FieldError> setErrors(const QList<FieldError> &errors);
    bool isSettled() const { return m_reading.isEmpty(); }

Q_SIGNALS:
    void edited();
    void shownChanged(bool any); // whether there is anything to fill in

private:
    void read(const QString &id);
    void rebuild();

    Site &m_site;
    RequestScope m_scope;
    QStringList m_rules;
    QHash<QString, QJsonObject> m_values; // by rule
    QHash<QString, ComplianceRule> m_known; // with their details
    QSet<QString> m_reading;
    QHash<QString, QString> m_failed; // why a rule could not be read
    QVBoxLayout *m_lines;
    QList<RuleValueRow *> m_rows;
};

} // namespace belvedere
