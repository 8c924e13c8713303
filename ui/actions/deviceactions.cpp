// Commands, sheet and what is said afterwards.
#include "ui/actions/deviceactions.h"

#include "ui/actions/words.h"
#include "ui/common/toasts.h"
#include "ui/records/whileonline.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace belvedere {

DeviceActions::DeviceActions(PlaceContext &context, QWidget *place, std::function<OrderTarget()> target)
    : QObject(place)
    , m_context(context)
    , m_place(place)
    , m_target(std::move(target))
    , m_menu(new QMenu(tr("Actions"), place))
    , m_entry(m_menu->menuAction())
{
    m_menu->setToolTipsVisible(true);
    auto *writing = new WhileOnline(context.site, this);
    m_entry->setIcon(icon(Icon::Actions));
    for (const auto kind : {ActionKind::Sync, ActionKind::Message, ActionKind::Lock, ActionKind::LostMode,
             ActionKind::LostModeEnd, ActionKind::Restart, ActionKind::RunCommand, ActionKind::UpdatesInstall}) {
        auto *command = new QAction(icon(iconOf(kind)), commandText(kind), place);
        connect(command, &QAction::triggered, this, [this, kind] { begin(kind); });
        context.allowed.show(command, Permission::ActionsRun);
        place->addAction(command);
        m_menu->addAction(command);
        m_commands.append(command);
        writing->add(command);
    }
    writing->add(m_entry);
    context.allowed.show(m_entry, Permission::ActionsRun);
}

DeviceActions::~DeviceActions() { closeSheet(); }

void DeviceActions::setReason(const QString &why)
{
    for (QAction *command : m_commands) {
        command->setEnabled(why.isEmpty());
        command->setToolTip(why);
    }
    m_entry->setEnabled(why.isEmpty());
    m_entry->setToolTip(why);
}

void DeviceActions::begin(ActionKind kind)
{
    const OrderTarget target = m_target();
    if (target.count == 0)
        return;
    m_sheet = new ActionSheet(m_context.site, kind, target, m_place->window());
    connect(m_sheet, &ActionSheet::ordered, this, [this](const ActionReceipt &receipt) { tell(m_context, receipt); });
    m_sheet->open();
}

void DeviceActions::closeSheet()
{
    if (m_sheet)
        m_sheet->dismiss();
    m_sheet.clear();
}

void DeviceActions::tell(const PlaceContext &context, const ActionReceipt &receipt)
{
    const qint64 refused = receipt.matched - receipt.accepted;
    const QString ordered = tr("%n ordered", "devices", int(receipt.accepted));
    const QString text = refused > 0
        ? tr("%1, %2", "ordered, refused").arg(ordered, tr("%n refused", "devices", int(refused)))
        : ordered;
    context.toasts.show(refused > 0 ? Severity::Info : Severity::Ok, text, tr("Show the action"),
        [navigator = &context.navigator, id = receipt.request] {
            navigator->go(u"actions"_s, {{u"action"_s, id}});
        });
}

} // namespace belvedere
