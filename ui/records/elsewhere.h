// A list as it is shown, for use elsewhere: as an address of the API and as a command line.
#pragma once

#include <QString>
#include <QStringList>

namespace belvedere {

struct ListElsewhere {
    QString site; // address
    QString pin; // SHA-256 of a pinned certificate; empty: none
    QString account; // e-mail address
    QString path; // of the resource, "devices"
    QString query;
    QStringList sort; // names of fields, "-" in front for descending
    QStringList columns; // names of fields
};

// The first page of it, for any HTTP client with an access token.
QString asAddress(const ListElsewhere &list);
// Whether belvedere-cli lists what lies at this path of the API.
bool hasCommand(const QString &path);
// belvedere-cli with its arguments, quoted for a POSIX shell. The password stays in a file that a person names.
QString asCommand(const ListElsewhere &list);

} // namespace belvedere
