// Rows of actions, judged as the server does.
#include "ui/policies/actionlist.h"

#include "compliance/ladder.h"
#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/policies/actionwords.h"
#include "ui/policies/targeteditor.h"

#include <algorithm>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

EditorHints actionHints()
{
    EditorHints hints;
    hints[u"kind"_s].answers = {QCoreApplication::translate("ActionList", "Choose…")};
    hints[u"repeat"_s].placeholder = QCoreApplication::translate("ActionList", "once");
    hints[u"message"_s].placeholder = QCoreApplication::translate("ActionList", "Message for whoever finds the device");
    hints[u"phone"_s].placeholder = QCoreApplication::translate("ActionList", "Number to call, may be left empty");
    return hints;
}

PartRows::Texts actionTexts()
{
    const auto text = [](const char *words) { return QCoreApplication::translate("ActionList", words); };
    return {text(QT_TRANSLATE_NOOP("ActionList", "Actions")),
        text(QT_TRANSLATE_NOOP("ActionList", "Once the time of grace is over and the device still fails.")),
        text(QT_TRANSLATE_NOOP("ActionList", "Add action")),
        text(QT_TRANSLATE_NOOP("ActionList", "Take this action away"))};
}

QString faultText(ActionFault fault)
{
    const auto text = [](const char *words) { return QCoreApplication::translate("ActionList", words); };
    switch (fault) {
    case ActionFault::None:
        break;
    case ActionFault::Kind:
        return text(QT_TRANSLATE_NOOP("ActionList", "Choose what is done."));
    case ActionFault::After:
        return text(QT_TRANSLATE_NOOP("ActionList", "After 365 days at most."));
    case ActionFault::Repeat:
        return text(
            QT_TRANSLATE_NOOP("ActionList", "Again every hour at the most often, every 365 days at the least."));
    case ActionFault::RepeatsDecision:
        return text(QT_TRANSLATE_NOOP("ActionList", "What a person has to approve does not repeat."));
    case ActionFault::Texts:
        return text(QT_TRANSLATE_NOOP(
            "ActionList", "Needs a message of at most 500 characters, and has room for a number of 40."));
    case ActionFault::Target:
        return text(QT_TRANSLATE_NOOP("ActionList", "Choose the target that is told."));
    case ActionFault::RepeatsTicket:
        return text(QT_TRANSLATE_NOOP("ActionList", "A ticket is made once for each failure."));
    }
    return {};
}

} // namespace

ActionList::ActionList(QWidget *parent)
    : PartList("RuleAction", actionHints(), actionTexts(), int(maximumActions), parent)
    , m_usual(linkButton(tr("Use the usual ones")))
    , m_idle(new Label({}, Label::Style::Small, Tone::Warning))
{
    setObjectName(u"actions"_s);
    head()->insertWidget(head()->count() - 1, m_usual);
    m_idle->setWordWrap(true);
    m_idle->hide();
    if (auto *whole = qobject_cast<QVBoxLayout *>(layout()))
        whole->insertWidget(1, m_idle); // beneath the head
    m_usual->setToolTip(tr("What suits the severity of the rule"));
    connect(m_usual, &QPushButton::clicked, this, [this] {
        setParts(usualActions(m_severity));
        focusRow(0); // the button goes
        Q_EMIT edited();
    });
    connect(this, &PartRows::edited, this, [this] { refresh(); });
    refresh();
}

void ActionList::setActions(const std::vector<RuleAction> &actions)
{
    setParts(actions);
    m_checked = false;
    refresh();
}

void ActionList::setRule(const Coded<RuleSeverity> &severity, const Coded<RuleMode> &mode)
{
    m_severity = severity.value();
    m_idle->setText(actionIdleText(m_severity, mode.value()));
    showAround();
}

void ActionList::showAround()
{
    m_usual->setVisible(count() == 0 && !usualActions(m_severity).empty());
    m_idle->setVisible(count() > 0 && !m_idle->text().isEmpty());
}

bool ActionList::check()
{
    m_checked = true;
    refresh();
    const std::vector<RuleAction> actions = parts();
    const auto isBad = [](const RuleAction &action) {
        const bool isForeign = !action.kind.isKnown() && !action.kind.token().isEmpty();
        return faultOf(action) != ActionFault::None && !isForeign;
    };
    const auto bad = std::find_if(actions.begin(), actions.end(), isBad);
    if (bad != actions.end())
        focusRow(int(bad - actions.begin()));
    return bad == actions.end();
}

FieldEditor *ActionList::makeEditor(const Field &field, QWidget *parent)
{
    if (QLatin1StringView(field.name) != "target"_L1)
        return nullptr;
    auto *editor = new TargetEditor(m_targets, display().label(field), parent);
    editor->setObjectName(u"target"_s);
    return editor;
}

// Texts belong to lost mode, targets to what tells them. Those of an action that this window does not know are kept for
// it.
void ActionList::showTexts()
{
    const std::vector<RuleAction> actions = parts();
    for (size_t i = 0; i < actions.size(); ++i) {
        const Coded<RuleActionKind> &kind = actions[i].kind;
        for (const QStringView field : {u"message", u"phone"}) {
            showField(int(i), field, kind == RuleActionKind::LostMode);
            if (kind.isKnown() && kind != RuleActionKind::LostMode)
                clearField(int(i), field);
        }
        showField(int(i), u"target", tellsTarget(kind.value()));
        if (tellsTarget(kind.value()))
            static_cast<TargetEditor *>(editor(int(i), u"target"))->setKind(targetKindOf(kind.value()));
        else if (kind.isKnown())
            clearField(int(i), u"target");
    }
}

void ActionList::refresh()
{
    showTexts();
    const std::vector<RuleAction> actions = parts();
    const bool tells = std::any_of(actions.begin(), actions.end(),
        [](const RuleAction &action) { return action.kind == RuleActionKind::NotifyUser; });
    for (size_t i = 0; i < actions.size(); ++i) {
        const RuleAction &action = actions[i];
        const ActionFault fault = faultOf(action);
        const bool isOpen = fault == ActionFault::Kind && (!action.kind.token().isEmpty() || !m_checked);
        const RuleActionKind kind = action.kind.value();
        if (fault != ActionFault::None && !isOpen)
            setNote(int(i), faultText(fault), Tone::Danger);
        else if (!action.kind.token().isEmpty() && !action.kind.isKnown())
            setNote(int(i), tr("This window does not know this action. It stays as it is."), Tone::Muted);
        else if (isDestructive(kind) && !tells)
            setNote(
                int(i), tr("Can never be approved as it stands here: no action tells the user before."), Tone::Warning);
        else
            setNote(int(i), actionGuardText(kind), Tone::Muted);
    }
    showAround();
    setError({});
}

} // namespace belvedere
