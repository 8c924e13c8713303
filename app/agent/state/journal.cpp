// The journal as one file, replaced whole at each change.
#include "agent/state/journal.h"

#include "agent/state/statefile.h"
#include "api/agentprotocol.h"

#include <algorithm>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr char journalFile[] = "/journal.json";
constexpr qsizetype maximumJournal = 16 * 1024 * 1024; // bytes
constexpr qsizetype writtenJournal = maximumJournal / 4; // beyond it what is confirmed is forgotten early

QJsonObject entryToJson(const JournalEntry &entry)
{
    return {{u"result"_s, toJson(entry.result)}, {u"kind"_s, entry.kind}, {u"before"_s, entry.before},
        {u"acknowledged"_s, entry.acknowledged}, {u"acting"_s, entry.isActing}};
}

Result<JournalEntry> entryFromJson(const QJsonObject &object)
{
    const Result<CommandResult> result = fromJson<CommandResult>(object.value(u"result"_s).toObject());
    if (!result)
        return result.error();
    return JournalEntry{result.value(), object.value(u"kind"_s).toString(), object.value(u"before"_s).toObject(),
        object.value(u"acknowledged"_s).toString(), object.value(u"acting"_s).toBool(true)};
}

} // namespace

Result<std::shared_ptr<Journal>> Journal::open(const RootDir &state, qsizetype maximum)
{
    const auto object = readState(state, journalFile, maximumJournal, u"The journal of commands"_s);
    if (!object)
        return object.error();
    std::shared_ptr<Journal> journal(new Journal(state, maximum));
    if (!object.value())
        return journal;
    const QJsonArray entries = object.value()->value(u"entries"_s).toArray();
    for (const QJsonValue value : entries) {
        const Result<JournalEntry> entry = entryFromJson(value.toObject());
        if (!entry)
            return conflict(u"state.damaged"_s, u"The journal of commands is damaged: "_s + entry.error().detail);
        journal->m_entries.append(entry.value());
    }
    return journal;
}

const JournalEntry *Journal::find(const QString &command) const
{
    const auto entry = std::find_if(
        m_entries.begin(), m_entries.end(), [&command](const JournalEntry &e) { return e.result.command == command; });
    return entry == m_entries.end() ? nullptr : &*entry;
}

QList<JournalEntry> Journal::unfinished() const
{
    QList<JournalEntry> list;
    std::copy_if(m_entries.begin(), m_entries.end(), std::back_inserter(list),
        [](const JournalEntry &entry) { return !entry.isFinished(); });
    return list;
}

QList<CommandResult> Journal::pending(qsizetype maximum) const
{
    QList<CommandResult> list;
    for (const JournalEntry &entry : m_entries) {
        if (entry.acknowledged != entry.result.outcome.token() && list.size() < maximum)
            list.append(entry.result);
    }
    return list;
}

Result<Done> Journal::start(const Command &command, const QJsonObject &before, const QDateTime &now, bool isActing)
{
    JournalEntry entry;
    entry.result.command = command.id;
    entry.result.outcome = CommandOutcome::Started;
    entry.result.asOf = now;
    entry.kind = command.kind.token();
    entry.before = before;
    entry.isActing = isActing;
    m_entries.append(entry);
    return save();
}

Result<Done> Journal::act(const QString &command)
{
    for (JournalEntry &entry : m_entries) {
        if (entry.result.command == command) {
            entry.isActing = true;
            return save();
        }
    }
    return notFound(u"command "_s + command);
}

Result<Done> Journal::finish(const CommandResult &result)
{
    for (JournalEntry &entry : m_entries) {
        if (entry.result.command == result.command) {
            entry.result = result;
            return save();
        }
    }
    return notFound(u"command "_s + result.command);
}

Result<Done> Journal::acknowledge(const QList<CommandResult> &reported)
{
    if (reported.isEmpty())
        return Done{};
    for (const CommandResult &result : reported) {
        for (JournalEntry &entry : m_entries) {
            if (entry.result.command == result.command)
                entry.acknowledged = result.outcome.token();
        }
    }
    return save();
}

Result<Done> Journal::reportAgain(const QString &command)
{
    for (JournalEntry &entry : m_entries) {
        if (entry.result.command == command && !entry.acknowledged.isEmpty()) {
            entry.acknowledged.clear();
            return save();
        }
    }
    return Done{};
}

Result<Done> Journal::clear()
{
    m_entries.clear();
    return save();
}

Result<Done> Journal::save()
{
    // oldest first, and only what nobody waits for any more
    for (qsizetype i = 0; i < m_entries.size() && m_entries.size() > m_maximum;) {
        if (m_entries[i].isSettled())
            m_entries.removeAt(i);
        else
            ++i;
    }
    // the same when they have grown too large to be read again
    QList<QJsonObject> objects;
    qsizetype size = 0;
    objects.reserve(m_entries.size());
    for (const JournalEntry &entry : std::as_const(m_entries)) {
        objects.append(entryToJson(entry));
        size += QJsonDocument(objects.last()).toJson(QJsonDocument::Compact).size() + 1;
    }
    for (qsizetype i = 0; i < m_entries.size() && size > writtenJournal;) {
        if (!m_entries[i].isSettled()) {
            ++i;
            continue;
        }
        size -= QJsonDocument(objects[i]).toJson(QJsonDocument::Compact).size() + 1;
        objects.removeAt(i);
        m_entries.removeAt(i);
    }
    QJsonArray entries;
    for (const QJsonObject &object : std::as_const(objects))
        entries.append(object);
    return m_state.write(QString::fromLatin1(journalFile),
        QJsonDocument(QJsonObject{{u"entries"_s, entries}}).toJson(QJsonDocument::Compact), 0600,
        RootDir::Replace::Allowed);
}

} // namespace belvedere
