// Columns from stored lines.
#include "server/lists/listcolumns.h"

#include "server/store/storedriver.h"

#include <future>
#include <QLoggingCategory>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

Q_LOGGING_CATEGORY(lc, "belvedere.lists")

constexpr qsizetype portion = 4 * 1024 * 1024; // bytes of lines that are decoded while the next ones are read
constexpr char tokenField[] = "belvedere.changed"; // no entity has a field of that name

std::vector<Field> withToken(std::span<const Field> entityFields)
{
    std::vector<Field> fields(entityFields.begin(), entityFields.end());
    Field token{};
    token.name = tokenField;
    token.label = "";
    token.kind = Kind::Int;
    token.flags = Hidden | ReadOnly;
    fields.push_back(token);
    return fields;
}

// The line with its change number as one more key.
void appendLine(QByteArray &lines, const QByteArray &line, qint64 token)
{
    lines += QByteArrayView(line).chopped(1);
    lines += ",\"";
    lines += tokenField;
    lines += "\":";
    lines += QByteArray::number(token);
    lines += "}\n";
}

} // namespace

ListColumns::ListColumns(const char *kind, const char *table, std::span<const Field> entityFields)
    : m_kind(QString::fromLatin1(kind))
    , m_table(QString::fromLatin1(table))
    , m_fields(withToken(entityFields))
    , m_builder(m_fields)
    , m_reader(std::in_place, m_fields)
{
    m_builder.recordChanges(false);
}

bool ListColumns::put(const QByteArray &lines)
{
    const LineReport report = m_reader->read(lines, m_builder);
    if (report.badLines == 0)
        return true;
    qCCritical(lc, "%lld rows of %s cannot be held in memory (%s); lists come from the database.",
        static_cast<long long>(report.badLines), qPrintable(m_table), qPrintable(report.errors.first().code));
    return false;
}

void ListColumns::forgetAll()
{
    m_isLoaded = false;
    m_snapshot.reset();
    m_builder = SnapshotBuilder(m_fields);
    m_builder.recordChanges(false);
    m_reader.emplace(m_fields);
}

bool ListColumns::isAbsent() const
{
    const std::lock_guard lock(m_mutex);
    return !m_isLoaded && !m_isLoading;
}

Result<Done> ListColumns::load(Database &database)
{
    {
        // what is committed from here on may be missing in what is read below
        const std::lock_guard lock(m_mutex);
        m_isLoading = true;
    }
    const auto readAll = [&]() -> Result<qint64> {
        const Result<Done> begun = database.begin(Database::Begin::Look);
        if (!begun)
            return begun.error();
        const Result<QVariant> token = database.value(u"SELECT token FROM change_counter WHERE one = 1"_s);
        if (!token)
            return token.error();
        // nobody else touches the builder before m_isLoaded
        std::future<bool> decoding;
        bool good = true;
        QByteArray lines;
        const auto decode = [&] {
            if (decoding.valid())
                good = decoding.get() && good;
            decoding = std::async(
                std::launch::async, [this](const QByteArray &bytes) { return put(bytes); }, std::exchange(lines, {}));
        };
        const QString line = QString::fromLatin1(database.driver().bytes).arg(u"line"_s);
        const Result<Done> read = database.each(
            u"SELECT changed, %1 FROM %2 ORDER BY n"_s.arg(line, m_table), [&](const QSqlQuery &row) -> Result<Done> {
                if (lines.isEmpty())
                    lines.reserve(portion + portion / 8);
                appendLine(lines, row.value(1).toByteArray(), row.value(0).toLongLong());
                if (lines.size() >= portion)
                    decode();
                return m_stop ? Result<Done>(storeError(u"store.stopped"_s, u"The server stops."_s)) : Done{};
            });
        decode();
        good = decoding.get() && good;
        if (!read)
            return read.error();
        return good ? Result<qint64>(token.value().toLongLong())
                    : storeError(u"store.corrupt"_s, u"Rows of %1 cannot be read."_s.arg(m_table));
    };
    const Result<qint64> token = readAll();
    const Result<Done> done = database.commit();
    const std::lock_guard lock(m_mutex);
    m_isLoading = false;
    if (!token || !done) {
        m_early.clear();
        forgetAll();
        return token ? done : token.error();
    }
    m_isLoaded = true;
    m_token = token.value();
    QList<Change> missed;
    for (const Change &change : std::exchange(m_early, {})) {
        if (change.token > token.value())
            missed.append(change);
    }
    applyLocked(missed);
    return done;
}

void ListColumns::apply(const QList<Change> &changes)
{
    const std::lock_guard lock(m_mutex);
    if (m_isLoaded)
        applyLocked(changes);
    else if (m_isLoading)
        m_early += changes;
}

void ListColumns::applyLocked(const QList<Change> &changes)
{
    QByteArray lines;
    for (const Change &change : changes) {
        m_token = qMax(m_token, change.token);
        if (change.kind != m_kind)
            continue;
        if (change.removed)
            lines += "{\"id\":\"" + change.id.toUtf8() + "\",\"removed\":true}\n"; // an id needs no escapes
        else
            appendLine(lines, change.line, change.token);
    }
    if (lines.isEmpty())
        return;
    m_snapshot.reset();
    if (!put(lines))
        forgetAll(); // the database answers until they have been read again
}

ListState ListColumns::now() const
{
    const std::lock_guard lock(m_mutex);
    if (!m_isLoaded)
        return {};
    // made only when somebody asks: a hundred commits between two questions cost one snapshot
    if (!m_snapshot)
        m_snapshot = m_builder.finish();
    return {m_snapshot, m_token};
}

} // namespace belvedere::server
