// OutsideTarget: a place outside the site that rules tell of devices which do not meet them.
#pragma once

#include "base/coded.h"
#include "base/id.h"

#include <QDateTime>

namespace belvedere {

enum class TargetKind : quint8 { Unknown, Webhook, Ticket };

struct OutsideTarget {
    static constexpr char idPrefix[] = "tgt";

    Id<OutsideTarget> id;
    QString name;
    Coded<TargetKind> kind; // stays as it was made
    QString url; // https, or http to this computer; the secret, with which messages are signed, is never read again
    bool enabled = true; // otherwise what it is to be told waits
    QDateTime tried; // the last attempt to tell it something
    QString code; // dotted reason why that failed; empty: it was taken
    QDateTime told; // when something was taken last
    QDateTime tested; // when the last test was over
    QDateTime created;
    QDateTime edited;
    qint64 version = 0; // of the record; the entity tag
};

inline constexpr qsizetype maximumTargetUrl = 2'000; // characters
// Of the secret, in bytes of UTF-8.
inline constexpr qsizetype minimumTargetSecret = 16;
inline constexpr qsizetype maximumTargetSecret = 256;

} // namespace belvedere
