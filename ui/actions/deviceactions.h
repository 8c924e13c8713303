// DeviceActions: the commands that act on devices, for every place that shows devices.
#pragma once

#include "ui/actions/actionsheet.h"
#include "ui/shell/place.h"

#include <QPointer>

class QMenu;

namespace belvedere {

class DeviceActions final : public QObject {
    Q_OBJECT
public:
    // `target` says which devices are meant when a command is given. The commands are added to the place, and left out
    // for a role that may not act.
    DeviceActions(PlaceContext &context, QWidget *place, std::function<OrderTarget()> target);
    ~DeviceActions() override;

    // An entry whose menu holds the commands, for headers and bars.
    QAction *menuAction() const { return m_entry; }
    QMenu *menu() const { return m_menu; }
    // Greys the commands and says why; empty: they can be given.
    void setReason(const QString &why);
    // Opens the sheet, as the command does.
    void begin(ActionKind kind);
    ActionSheet *sheet() const { return m_sheet; }
    void closeSheet();
    // Says what was ordered and what was refused, and leads to the action.
    static void tell(const PlaceContext &context, const ActionReceipt &receipt);

private:
    PlaceContext m_context;
    QWidget *m_place;
    std::function<OrderTarget()> m_target;
    QMenu *m_menu;
    QAction *m_entry;
    QList<QAction *> m_commands;
    QPointer<ActionSheet> m_sheet;
};

} // namespace belvedere
