// Rows for the tests of tables: devices as lines, made from a seed.
#pragma once

#include "domain/device.h"
#include "domain/json.h"
#include "table/linereader.h"
#include "table/searchcache.h"

#include <QJsonDocument>
#include <random>

namespace belvedere::test {

template<class E> QByteArray lineOf(const E &entity)
{
    return QJsonDocument(toJson(entity)).toJson(QJsonDocument::Compact) + '\n';
}

inline QByteArray removalOf(const QString &id)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("id"), id}, {QStringLiteral("removed"), true}})
               .toJson(QJsonDocument::Compact)
        + '\n';
}

inline QByteArray endLine(const QString &token, qint64 total)
{
    return QJsonDocument(QJsonObject{{QStringLiteral("token"), token}, {QStringLiteral("total"), total}})
               .toJson(QJsonDocument::Compact)
        + '\n';
}

inline SnapshotPointer snapshotOf(std::span<const Field> fields, const QByteArray &lines)
{
    SnapshotBuilder builder(fields);
    LineReader(fields).read(lines, builder);
    return builder.finish();
}

// What filters and sorting work with, for a test that calls them directly.
struct Tools {
    Crew crew;
    SearchCache searches;
    FilterTools filter{crew, searches};
};

// Few different values, so that ties, gaps and repetitions are common.
class DeviceMaker {
public:
    explicit DeviceMaker(quint32 seed)
        : m_random(seed)
    {
    }
    quint32 number(quint32 below) { return quint32(m_random() % below); }
    bool chance(quint32 percent) { return number(100) < percent; }
    QString pick(const QStringList &list) { return list[qsizetype(number(quint32(list.size())))]; }

    Device device(qint64 id)
    {
        using namespace Qt::StringLiterals;
        Device d;
        d.id = makeId<Device>(id);
        d.name = pick({u"pc-%1"_s.arg(number(50)), u"Äpfel"_s, u"apfel"_s, u"Zebra"_s, u"zebra 9"_s, u"zebra 10"_s,
            u"Ωmega \"q\", \\"_s, u"日本"_s});
        if (chance(80))
            d.platform = Coded<Platform>::fromToken(
                pick({u"linux"_s, u"windows"_s, u"macos"_s, u"haiku"_s, u"amiga"_s, u"ios"_s}));
        if (chance(70))
            d.osVersion = Version(pick({u"9.1"_s, u"10.0"_s, u"10"_s, u"17.4.1"_s, u"17.10"_s, u"testing"_s}));
        if (chance(70))
            d.personName = pick({u"Anna Lind"_s, u"ANNA LIND"_s, u"Bo Ö"_s, u"Çelik"_s});
        if (chance(60))
            d.tags = canonicalSet({pick({u"field"_s, u"Sales"_s}), pick({u"sales"_s, u"loaner"_s, u"a b"_s})});
        if (chance(60))
            d.storageEncrypted = chance(50);
        if (chance(60))
            d.securityUpdates = number(4);
        if (chance(60))
            d.memory = qint64(number(3)) * 8'000'000'000;
        if (chance(80))
            d.seen = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + qint64(number(40)) * 86'400'000, Qt::UTC);
        return d;
    }

private:
    std::mt19937 m_random;
};

} // namespace belvedere::test
