// Rules in SQL.
#include "bench/rulesrival.h"

#include "base/fold.h"
#include "domain/device.h"

#include <QSqlQuery>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

constexpr qint64 lifetime = 7 * 86'400'000LL; // ms, as rules have it
constexpr qint64 gigabyte = 1'000'000'000;

enum Missing { Undetermined = 2, Fails = 4 };

// Negated: pass and fail change places.
QString negated(const QString &state)
{
    return u"(CASE %1 WHEN 1 THEN 4 WHEN 4 THEN 1 WHEN 2 THEN 2 ELSE 0 END)"_s.arg(state);
}
QString both(const QString &a, const QString &b) { return u"max(%1, %2)"_s.arg(a, b); }

class Rules {
public:
    explicit Rules(qint64 now)
        : m_now(now)
    {
    }
    // One test of what the device reports.
    QString reported(
        const QString &column, const QString &condition, Missing missing = Undetermined, int pass = 1) const
    {
        return u"(CASE WHEN %1 THEN 0 WHEN %2 IS NULL THEN %3 WHEN seen < %4 THEN 2 WHEN %5 THEN %6 ELSE %7 END)"_s
            .arg(isUntold(column), column)
            .arg(missing == Fails && pass == 4 ? 1 : int(missing))
            .arg(m_now - lifetime - 999)
            .arg(condition)
            .arg(pass)
            .arg(5 - pass);
    }
    // Where no device of a platform ever tells something, no rule about it applies.
    static QString isUntold(const QString &column)
    {
        if (column == "firewall"_L1 || column == "updates"_L1)
            return u"platform NOT IN ('windows','macos','linux')"_s;
        return column == "encrypted"_L1 ? u"platform = 'chromeos'"_s : u"0"_s;
    }
    // One test of what the server keeps.
    static QString kept(const QString &column, const QString &condition, int pass = 1)
    {
        return u"(CASE WHEN %1 IS NULL THEN 2 WHEN %2 THEN %3 ELSE %4 END)"_s.arg(column, condition)
            .arg(pass)
            .arg(5 - pass);
    }
    void add(const QString &check, const QString &sql, const QStringList &platforms = {})
    {
        QString whole = sql;
        if (!platforms.isEmpty())
            whole = u"(CASE WHEN platform IN ('%1') THEN %2 ELSE 0 END)"_s.arg(platforms.join(u"','"_s), sql);
        list.push_back({check, platforms, whole});
    }
    static QString key(const QString &version)
    {
        return u"x'%1'"_s.arg(QString::fromLatin1(Version(version).key().toHex()));
    }

    std::vector<TwofoldRule> list;

private:
    qint64 m_now;
};

void addVersions(Rules &rules)
{
    const QStringList platforms = {u"windows"_s, u"macos"_s, u"ios"_s, u"android"_s, u"linux"_s};
    for (int i = 0; i < 25; ++i) {
        const QString version = u"%1.%2"_s.arg(10 + i % 8).arg(i % 7);
        rules.add(u"os.version>="_s + version,
            rules.reported(u"os_version"_s, u"os_version >= "_s + Rules::key(version)), {platforms[i % 5]});
    }
    for (int i = 0; i < 5; ++i) {
        const QString from = u"%1.2"_s.arg(11 + i);
        const QString until = u"%1"_s.arg(12 + i);
        rules.add(u"os.version>=%1 os.version<%2"_s.arg(from, until),
            both(rules.reported(u"os_version"_s, u"os_version >= "_s + Rules::key(from)),
                rules.reported(u"os_version"_s, u"os_version < "_s + Rules::key(until))));
    }
}

void addNumbers(Rules &rules)
{
    for (int i = 0; i < 10; ++i) {
        rules.add(u"updates.security<=%1{missing:fail}"_s.arg(i),
            rules.reported(u"updates"_s, u"updates <= %1"_s.arg(i), Fails));
        const qint64 free = (i + 1) * 10 * gigabyte;
        rules.add(
            u"storage.free>=%1"_s.arg(free), rules.reported(u"storage_free"_s, u"storage_free >= %1"_s.arg(free)));
        const qint64 memory = (i + 1) * 4 * (qint64(1) << 30);
        rules.add(u"memory>=%1 storage.total>=%2"_s.arg(memory).arg(free * 3),
            both(rules.reported(u"memory"_s, u"memory >= %1"_s.arg(memory)),
                rules.reported(u"storage_total"_s, u"storage_total >= %1"_s.arg(free * 3))));
    }
}

void addTruths(Rules &rules, qint64 now)
{
    const QString encrypted = rules.reported(u"encrypted"_s, u"encrypted = 1"_s, Fails);
    const QString firewall = rules.reported(u"firewall"_s, u"firewall = 1"_s);
    for (const QString &platform : {u"windows"_s, u"macos"_s, u"linux"_s, u"ios"_s, u"android"_s}) {
        rules.add(u"storage.encrypted:yes{missing:fail}"_s, encrypted, {platform});
        rules.add(u"storage.encrypted:yes{missing:fail} firewall.enabled:yes"_s, both(encrypted, firewall), {platform});
        rules.add(u"storage.encrypted:yes{missing:fail} or ownership:byod"_s,
            negated(both(rules.reported(u"encrypted"_s, u"encrypted = 1"_s, Fails, 4),
                Rules::kept(u"ownership"_s, u"ownership = 'byod'"_s, 4))),
            {platform});
    }
    for (int i = 1; i <= 10; ++i)
        rules.add(u"seen<%1d"_s.arg(i * 3), Rules::kept(u"seen"_s, u"seen > %1"_s.arg(now - i * 3 * 86'400'000LL)));
}

void addTexts(Rules &rules)
{
    for (const QString &tag : {u"loaner"_s, u"kiosk"_s, u"lab"_s, u"field"_s, u"board"_s})
        rules.add(u"-tags:"_s + tag, Rules::kept(u"tags"_s, u"instr(tags, '|%1|') = 0"_s.arg(tag)));
    for (const QString &site : {u"ber"_s, u"ham"_s, u"osl"_s, u"hel"_s, u"got"_s}) {
        rules.add(u"-name:%1- or firewall.enabled:yes"_s.arg(site),
            negated(both(Rules::kept(u"name"_s, u"instr(name, '%1-') = 0"_s.arg(site), 4),
                rules.reported(u"firewall"_s, u"firewall = 1"_s, Undetermined, 4))));
    }
    for (const QString &maker : {u"dell"_s, u"lenovo"_s, u"apple"_s, u"samsung"_s, u"hp"_s})
        rules.add(u"manufacturer:"_s + maker,
            rules.reported(u"manufacturer"_s, u"instr(manufacturer, '%1') > 0"_s.arg(maker)));
    for (const QString &model : {u"iphone"_s, u"thinkpad"_s, u"latitude"_s, u"elitebook"_s, u"galaxy"_s}) {
        rules.add(u"-model:%1 or storage.free>=%2"_s.arg(model).arg(20 * gigabyte),
            negated(both(rules.reported(u"model"_s, u"instr(model, '%1') = 0"_s.arg(model), Undetermined, 4),
                rules.reported(u"storage_free"_s, u"storage_free >= %1"_s.arg(20 * gigabyte), Undetermined, 4))));
    }
}

// A cell as the statement wants it.
struct Plain {
    QVariant operator()(std::monostate) const { return {}; }
    QVariant operator()(bool v) const { return int(v); }
    QVariant operator()(qint64 v) const { return v; }
    QVariant operator()(const QString &v) const { return folded(v); }
    QVariant operator()(const QDateTime &v) const { return v.toMSecsSinceEpoch(); }
    QVariant operator()(const Version &v) const { return v.key(); }
    QVariant operator()(const QStringList &v) const { return QString(u'|' + v.join(u'|') + u'|'); }
    template<class T> QVariant operator()(const T &) const { return {}; }
};

} // namespace

std::vector<TwofoldRule> hundredRules(qint64 now)
{
    Rules rules(now);
    addVersions(rules);
    addNumbers(rules);
    addTruths(rules, now);
    addTexts(rules);
    rules.list.resize(100);
    return std::move(rules.list);
}

RulesRival::RulesRival(const Snapshot &snapshot, const std::vector<TwofoldRule> &rules)
    : m_database(QSqlDatabase::addDatabase(u"QSQLITE"_s, u"rules"_s))
    , m_numbers((int(rules.size()) + packed - 1) / packed)
    , m_rows(snapshot.rowCount())
{
    m_database.setDatabaseName(u":memory:"_s);
    QStringList numbers;
    for (int number = 0; number < m_numbers; ++number) {
        QStringList states;
        for (size_t i = size_t(number) * packed; i < std::min(rules.size(), size_t(number + 1) * packed); ++i)
            states.append(u"(%1 << %2)"_s.arg(rules[i].sql).arg(3 * (i % packed)));
        numbers.append(states.join(u" | "_s));
    }
    m_statement = u"SELECT "_s + numbers.join(u", "_s) + u" FROM devices ORDER BY row"_s;
    m_isReady = m_database.open() && fill(snapshot);
}

RulesRival::~RulesRival()
{
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(u"rules"_s);
}

bool RulesRival::fill(const Snapshot &snapshot)
{
    QSqlQuery query(m_database);
    const bool made = query.exec(
        u"CREATE TABLE devices (row INTEGER PRIMARY KEY, platform TEXT, ownership TEXT, name TEXT, manufacturer TEXT, "
        "model TEXT, tags TEXT, os_version BLOB, encrypted INTEGER, firewall INTEGER, updates INTEGER, "
        "storage_total INTEGER, storage_free INTEGER, memory INTEGER, seen INTEGER) STRICT"_s);
    if (!made || !m_database.transaction()
        || !query.prepare(u"INSERT INTO devices VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"_s))
        return false;
    std::vector<int> columns;
    for (const char *name :
        {"platform", "ownership", "name", "manufacturer", "model", "tags", "os.version", "storage.encrypted",
            "firewall.enabled", "updates.security", "storage.total", "storage.free", "memory", "seen"})
        columns.push_back(snapshot.columnOf(QString::fromLatin1(name)));
    for (quint32 row = 0; row < snapshot.rowCount(); ++row) {
        query.bindValue(0, row);
        for (size_t i = 0; i < columns.size(); ++i)
            query.bindValue(int(i) + 1, std::visit(Plain(), snapshot.cell(row, columns[i])));
        if (!query.exec())
            return false;
    }
    return m_database.commit();
}

std::vector<quint64> RulesRival::states()
{
    std::vector<quint64> result;
    result.reserve(size_t(m_rows) * size_t(m_numbers));
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    query.exec(m_statement);
    while (query.next()) {
        for (int number = 0; number < m_numbers; ++number)
            result.push_back(quint64(query.value(number).toLongLong()));
    }
    return result;
}

} // namespace belvedere::bench
