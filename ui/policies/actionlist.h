// ActionList: what a rule does about a failure, in rows with their guards; the usual actions are offered.
#pragma once

#include "domain/deployment.h"
#include "domain/rule.h"
#include "sites/site.h"
#include "ui/policies/partrows.h"

#include <QCoreApplication>

namespace belvedere {

class ActionList final : public PartList<RuleAction> {
    Q_DECLARE_TR_FUNCTIONS(ActionList)
public:
    // `site` outlives the widget.
    explicit ActionList(Site &site, QWidget *parent = nullptr);
    void setActions(const std::vector<RuleAction> &actions);
    // Of the rule: its usual actions are offered while there are none, it may take none of those that there are, and
    // what they bring is offered by its platforms (words; none: all).
    void setRule(const Coded<RuleSeverity> &severity, const Coded<RuleMode> &mode, const QStringList &platforms);
    // Names of those that devices have, to choose from.
    void setCommands(const QStringList &names);
    // Marks what the server would refuse; true when that is nothing. What was here before and is of a kind that this
    // window does not know is none of its business.
    bool check();

protected:
    FieldEditor *makeEditor(const Field &field, QWidget *parent) override;

private:
    void showTexts();
    void showItems();
    QList<std::pair<QString, QString>> offered(ItemKind kind, const QString &chosen) const;
    QString itemNote(const RuleAction &action) const;
    void showNotes();
    void showAround();
    void refresh();

    Site &m_site;
    QStringList m_platforms;
    QStringList m_items; // what each row brings, as it was shown last
    RuleSeverity m_severity = RuleSeverity::Unknown;
    QStringList m_commands;
    bool m_checked = false; // what is not chosen yet is marked, too
    QPushButton *m_usual;
    Label *m_idle;
};

} // namespace belvedere
