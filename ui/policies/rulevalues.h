// RuleValues: what a policy gives the parameters of the rules that it names, in place of the rules' own values.
#pragma once

#include "domain/policy.h"
#include "rest/requestscope.h"
#include "sites/site.h"

#include <QSet>
#include <QWidget>

class QVBoxLayout;

namespace belvedere {

class RuleValueRow;

class RuleValues final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives it.
    explicit RuleValues(Site &site, QWidget *parent = nullptr);

    // Forgets what was entered. Rules are shown as setRules() says.
    void load(const std::vector<PolicyRule> &pins);
    // Reads what the rules declare in the revisions that are named, where that is not known yet. Rows that stay are not
    // touched.
    void setRules(const std::vector<PolicyRule> &pins);
    // Name to text: what was entered, and what stood there for parameters that the rule does not have any more.
    QJsonObject values(const QString &rule) const { return m_values.value(rule); }
    // Marks what was entered and is no value of its parameter; true when nothing is. What nobody has touched is the
    // server's to judge.
    bool check();
    // What the server refused of "rule_pins.<rule>.params.<name>", at its row; of what has no row, a line each.
    QStringList setErrors(const QList<FieldError> &errors);
    // What every rule declares is known, or could not be read.
    bool isSettled() const;

Q_SIGNALS:
    void edited();
    void shownChanged(bool any); // whether there is anything to fill in, or to wait for

private:
    using Pin = std::pair<QString, qint64>; // a rule and its revision; 0: the newest

    bool mayHaveParameters(const Pin &pin);
    void readMissing();
    void read(const Pin &pin);
    void take(const Pin &pin, const Result<ComplianceRule> &rule);
    // The rows of this rule anew, at its place among the others.
    void show(const Pin &pin);
    QWidget *makeSection(const Pin &pin);
    // In place of the rows of a rule that is being read, or could not be.
    void fillUnread(QVBoxLayout *lines, const Pin &pin);
    QWidget *makeStrayRow(const QString &rule, const QString &name);
    // Of a value that has no row, by the names of the rule and its parameter.
    QString refusalText(const FieldError &error) const;
    void enter(const QString &rule, const QString &name, const std::optional<QString> &value);
    void drop(const Pin &pin);
    QList<RuleValueRow *> rows() const; // from top to bottom

    Site &m_site;
    RequestScope m_scope;
    QList<Pin> m_rules; // in the order of the policy
    QHash<QString, QString> m_names; // of rules, as the policy has them
    QHash<QString, QJsonObject> m_values; // by rule
    QHash<Pin, ComplianceRule> m_known;
    QSet<Pin> m_reading;
    QHash<Pin, QString> m_failed; // why a rule could not be read
    QHash<Pin, QWidget *> m_sections; // of those that have something to show
    QVBoxLayout *m_lines;
};

} // namespace belvedere
