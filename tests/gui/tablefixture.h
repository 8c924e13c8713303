// What the tests of a table page show: devices as lines, and the texts of the page.
#pragma once

#include "domain/device.h"
#include "domain/json.h"
#include "ui/common/tablepage.h"

#include <QJsonDocument>

namespace belvedere::test {

inline QByteArray deviceLines(int count)
{
    using namespace Qt::StringLiterals;
    QByteArray result;
    for (int i = 0; i < count; ++i) {
        Device device;
        device.id = makeId<Device>(i + 1);
        device.name = u"LT-%1"_s.arg(i + 1, 4, 10, QChar(u'0'));
        device.platform = i % 3 == 0 ? Platform::Windows : Platform::Linux;
        device.osVersion = Version(u"12.%1"_s.arg(i % 8));
        device.manufacturer = u"Maker"_s;
        device.compliance = i % 5 == 0 ? Compliance::Noncompliant : Compliance::Compliant;
        device.enrolled = QDateTime(QDate(2026, 1, 1), QTime(8, 0), Qt::UTC);
        result += QJsonDocument(toJson(fields<Device>(), &device, true)).toJson(QJsonDocument::Compact) + '\n';
    }
    return result + "{\"token\":\"t1\"}\n";
}

inline TablePageTexts tableTexts()
{
    using namespace Qt::StringLiterals;
    return {u"Devices"_s, u"Loading devices…"_s, u"Filter, e.g. platform:linux seen>7d"_s, Icon::Devices,
        u"No devices yet"_s, u"Enrol a computer to see it here."_s, u"Enrol a device"_s};
}

// An entry of one of the menus below the page's own, as it is now. False: there is none.
inline bool chooseInMenu(TablePage &page, const QString &menu, const QString &entry)
{
    Q_EMIT page.menu()->aboutToShow();
    for (QAction *action : page.menu()->findChild<QMenu *>(menu)->actions()) {
        if (action->isVisible() && action->isEnabled() && action->text() == entry) {
            action->trigger();
            return true;
        }
    }
    return false;
}

} // namespace belvedere::test
