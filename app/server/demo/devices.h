// The devices of a demo organisation.
#pragma once

#include "server/demo/people.h"

#include <QHash>

namespace belvedere::server {

class DeviceDrawer {
public:
    // `persons` must outlive the drawer. `now` is what "last seen" counts back from.
    DeviceDrawer(quint32 seed, const std::vector<DemoPerson> &persons, const QDateTime &now);

    // The person of device `number`, or -1; cheap, so that persons are counted before the devices are made.
    int person(int number) const;
    // Call for 0, 1, 2 …: names count up by office and form. The device has no id yet.
    Device draw(int number);

private:
    quint32 m_seed;
    const std::vector<DemoPerson> &m_persons;
    QDateTime m_now;
    QHash<QString, int> m_numbers; // "BRU-LT" -> last number given
};

} // namespace belvedere::server
