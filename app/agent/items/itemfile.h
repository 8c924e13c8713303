// ItemFile: a file that an item of a policy wants on the device.
#pragma once

#include <QByteArray>
#include <QString>

namespace belvedere {

struct ItemFile {
    QString path; // below the root
    QByteArray content; // empty: there is no file
    int mode = 0644;
    // A file that is there already is kept and given back later; without this it is a conflict.
    bool replaces = false;
};

} // namespace belvedere
