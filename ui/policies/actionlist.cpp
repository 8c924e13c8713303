// Rows of actions, judged as the server does.
#include "ui/policies/actionlist.h"

#include "compliance/ladder.h"
#include "compliance/plan.h"
#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/policies/actionwords.h"
#include "ui/policies/policyuse.h"
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
    hints[u"command"_s].placeholder =
        QCoreApplication::translate("ActionList", "Name of a command of the device, e.g. collect-logs");
    hints[u"phone"_s].placeholder = QCoreApplication::translate("ActionList", "Number to call, may be left empty");
    static constexpr Choice noItem[] = {{"", QT_TRANSLATE_NOOP("ActionList", "Choose what is brought…")}};
    hints[u"item"_s].choices = noItem;
    hints[u"item"_s].context = "ActionList";
    hints[u"revision"_s].placeholder = QCoreApplication::translate("ActionList", "newest");
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
    case ActionFault::Item:
        return text(QT_TRANSLATE_NOOP("ActionList", "Choose what is brought."));
    case ActionFault::RepeatsItem:
        return text(QT_TRANSLATE_NOOP("ActionList", "What is brought comes once for each failure."));
    case ActionFault::Texts:
        return text(QT_TRANSLATE_NOOP(
            "ActionList", "Needs a message of at most 500 characters, and has room for a number of 40."));
    case ActionFault::Command:
        return text(QT_TRANSLATE_NOOP("ActionList",
            "Needs the name of a command: letters from a to z, digits and hyphens. It does not come again."));
    case ActionFault::Target:
        return text(QT_TRANSLATE_NOOP("ActionList", "Choose the target that is told."));
    case ActionFault::RepeatsTicket:
        return text(QT_TRANSLATE_NOOP("ActionList", "A ticket is made once for each failure."));
    }
    return {};
}

bool isForAny(const QStringList &platforms, const Coded<Platform> &item)
{
    return platforms.isEmpty() || std::any_of(platforms.begin(), platforms.end(), [&item](const QString &platform) {
        return takes(Coded<Platform>::fromToken(platform), item);
    });
}

} // namespace

ActionList::ActionList(Site &site, QWidget *parent)
    : PartList("RuleAction", actionHints(), actionTexts(), int(maximumActions), parent)
    , m_site(site)
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
    connect(this, &PartRows::dropped, this, [this](int row) {
        if (row < m_items.size())
            m_items.removeAt(row);
    });
    for (const ItemKind kind : {ItemKind::Profile, ItemKind::Application})
        connect(&itemList(site, kind), &LiveList::stateChanged, this, [this] {
            showItems();
            showNotes();
        });
    refresh();
}

void ActionList::setActions(const std::vector<RuleAction> &actions)
{
    setParts(actions);
    m_items.clear();
    m_checked = false;
    refresh();
}

void ActionList::setRule(const Coded<RuleSeverity> &severity, const Coded<RuleMode> &mode, const QStringList &platforms)
{
    if (platforms != m_platforms) {
        m_platforms = platforms;
        showItems();
    }
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

void ActionList::setCommands(const QStringList &names)
{
    m_commands = names;
    refresh();
}

FieldEditor *ActionList::makeEditor(const Field &field, QWidget *parent)
{
    if (QLatin1StringView(field.name) != "target"_L1)
        return nullptr;
    LiveList *targets = m_site.allowed(Permission::TargetsManage) ? &m_site.list<OutsideTarget>() : nullptr;
    auto *editor = new TargetEditor(targets, display().label(field), parent);
    editor->setObjectName(u"target"_s);
    return editor;
}

// Texts and targets belong to one kind each. Those of an action that this window does not know are kept for it.
void ActionList::showTexts()
{
    using Kind = RuleActionKind;
    constexpr std::pair<QStringView, Kind> owners[] = {
        {u"message", Kind::LostMode}, {u"phone", Kind::LostMode}, {u"command", Kind::RunCommand}};
    const std::vector<RuleAction> actions = parts();
    for (size_t i = 0; i < actions.size(); ++i) {
        const Coded<RuleActionKind> &kind = actions[i].kind;
        for (const auto &[field, owner] : owners) {
            showField(int(i), field, kind == owner);
            if (kind.isKnown() && kind != owner)
                clearField(int(i), field);
        }
        offer(int(i), u"command", m_commands);
        showField(int(i), u"target", tellsTarget(kind.value()));
        if (tellsTarget(kind.value()))
            static_cast<TargetEditor *>(editor(int(i), u"target"))->setKind(targetKindOf(kind.value()));
        else if (kind.isKnown())
            clearField(int(i), u"target");
    }
}

// By name; with what is chosen already, whatever it is for.
QList<std::pair<QString, QString>> ActionList::offered(ItemKind kind, const QString &chosen) const
{
    LiveList &list = itemList(m_site, kind);
    list.open();
    const SnapshotPointer &known = list.store().snapshot();
    const int names = known->columnOf(u"name");
    const int platforms = known->columnOf(u"platform");
    const Display display("Device", std::make_shared<SystemClock>());
    const Field &platformField = *findField(fields<Device>(), u"platform");
    QList<std::pair<QString, QString>> answers;
    bool hasChosen = chosen.isEmpty();
    for (quint32 row = 0; row < known->rowCount(); ++row) {
        const Cell platform = known->cell(row, platforms);
        const auto *word = std::get_if<QString>(&platform);
        const bool isChosen = known->id(row) == chosen;
        if (!isChosen && word && !isForAny(m_platforms, Coded<Platform>::fromToken(*word)))
            continue;
        hasChosen = hasChosen || isChosen;
        const Cell title = known->cell(row, names);
        const auto *name = std::get_if<QString>(&title);
        const QString words = name ? *name : known->id(row);
        answers.append({known->id(row),
            word ? tr("%1 (%2)", "name of an item, its platform").arg(words, display.text(platform, platformField))
                 : words});
    }
    std::sort(answers.begin(), answers.end(), [](const auto &a, const auto &b) {
        return std::pair(a.second.toCaseFolded(), a.first) < std::pair(b.second.toCaseFolded(), b.first);
    });
    if (!hasChosen)
        answers.append({chosen, chosen});
    return answers;
}

// Items belong to what brings one, and a revision to its item.
void ActionList::showItems()
{
    const std::vector<RuleAction> actions = parts();
    QStringList items;
    for (size_t i = 0; i < actions.size(); ++i) {
        const int row = int(i);
        const Coded<RuleActionKind> &kind = actions[i].kind;
        const ItemKind brought = broughtKind(kind.value());
        const bool isBringing = brought != ItemKind::Unknown;
        QString item = actions[i].item;
        showField(row, u"item", isBringing);
        showField(row, u"revision", isBringing);
        showField(row, u"repeat", !isBringing);
        if (isBringing) {
            clearField(row, u"repeat");
            if (itemKind(item) != brought)
                item.clear();
        } else if (kind.isKnown()) {
            item.clear();
        }
        const QString before = m_items.value(row);
        if (item != actions[i].item)
            clearField(row, u"item");
        if (item != actions[i].item || (!before.isEmpty() && before != item))
            clearField(row, u"revision");
        if (isBringing)
            offer(row, u"item", offered(brought, item));
        items.append(item);
    }
    m_items = items;
}

QString ActionList::itemNote(const RuleAction &action) const
{
    const qint64 newest = action.revision ? itemRevision(m_site, action.item) : 0;
    return newest > action.revision.value_or(0)
        ? tr("It is at revision %1 by now; empty the field to bring that one.").arg(newest)
        : QString();
}

void ActionList::showNotes()
{
    const std::vector<RuleAction> actions = parts();
    const bool tells = std::any_of(actions.begin(), actions.end(),
        [](const RuleAction &action) { return action.kind == RuleActionKind::NotifyUser; });
    for (size_t i = 0; i < actions.size(); ++i) {
        const RuleAction &action = actions[i];
        const ActionFault fault = faultOf(action);
        const bool isOpen = (fault == ActionFault::Kind && (!action.kind.token().isEmpty() || !m_checked))
            || (fault == ActionFault::Item && action.item.isEmpty() && !m_checked);
        const RuleActionKind kind = action.kind.value();
        if (fault != ActionFault::None && !isOpen)
            setNote(int(i), faultText(fault), Tone::Danger);
        else if (!action.kind.token().isEmpty() && !action.kind.isKnown())
            setNote(int(i), tr("This window does not know this action. It stays as it is."), Tone::Muted);
        else if (isDestructive(kind) && !tells)
            setNote(
                int(i), tr("Can never be approved as it stands here: no action tells the user before."), Tone::Warning);
        else if (const QString note = itemNote(action); !note.isEmpty())
            setNote(int(i), note, Tone::Warning);
        else
            setNote(int(i), actionGuardText(kind), Tone::Muted);
    }
}

void ActionList::refresh()
{
    showTexts();
    showItems();
    showNotes();
    showAround();
    setError({});
}

} // namespace belvedere
