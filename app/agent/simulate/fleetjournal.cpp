// The fleet's journal: lines of JSON that are only ever appended.
#include "agent/simulate/fleetjournal.h"

#include "domain/json.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr char journalFile[] = "/simulated-commands.jsonl";
constexpr qsizetype maximumJournal = 256 * 1024 * 1024; // bytes
constexpr qsizetype tidyAbove = 16 * 1024 * 1024;

QByteArray lineOf(const QJsonObject &object) { return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n'; }

QJsonObject entryJson(const QString &device, const CommandResult &result)
{
    return {{u"device"_s, device}, {u"result"_s, toJson(result)}};
}

// The last thing known about each command, in the order in which they were begun.
Result<QList<FleetJournal::Entry>> readEntries(const QByteArray &bytes)
{
    QList<FleetJournal::Entry> entries;
    QHash<QString, qsizetype> places; // by device and command
    const QList<QByteArray> lines = bytes.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QJsonObject object = QJsonDocument::fromJson(lines[i]).object();
        const QString device = object.value(u"device"_s).toString();
        if (lines[i].isEmpty() || device.isEmpty())
            continue; // a line that a stop cut off: what it would have said was not acted upon
        if (const QString command = object.value(u"acknowledged"_s).toString(); !command.isEmpty()) {
            if (const auto place = places.constFind(QString(device + u' ' + command)); place != places.constEnd())
                entries[*place].isAcknowledged = true;
            continue;
        }
        const Result<CommandResult> result = fromJson<CommandResult>(object.value(u"result"_s).toObject());
        if (!result)
            return conflict(u"state.damaged"_s, u"Line %1 of the fleet's journal cannot be read."_s.arg(i + 1));
        const QString key = device + u' ' + result.value().command;
        const auto place = places.constFind(key);
        if (place == places.constEnd()) {
            places.insert(key, entries.size());
            entries.append({device, result.value(), false});
        } else {
            entries[*place].result = result.value();
        }
    }
    return entries;
}

} // namespace

Result<Done> FleetJournal::open(const RootDir &state, const std::function<void(const Entry &)> &known)
{
    const QString path = QString::fromLatin1(journalFile);
    const auto bytes = state.read(path, maximumJournal);
    if (!bytes)
        return bytes.error();
    const QByteArray text = bytes.value().value_or(QByteArray());
    const Result<QList<Entry>> entries = readEntries(text);
    if (!entries)
        return entries.error();
    QByteArray kept;
    for (const Entry &entry : entries.value()) {
        known(entry);
        // what a device holds is known from here alone
        if (!entry.isAcknowledged || entry.result.proof.contains(u"held"_s)
            || entry.result.proof.contains(u"removed"_s))
            kept += lineOf(entryJson(entry.device, entry.result));
    }
    if (text.size() > tidyAbove || !bytes.value()) {
        const Result<Done> written = state.write(path, kept, 0600, RootDir::Replace::Allowed);
        if (!written)
            return written;
    }
    m_file.setFileName(state.root() + path);
    if (!m_file.open(QIODevice::Append | QIODevice::Unbuffered))
        return conflict(u"file.failed"_s, m_file.errorString());
    if (!text.isEmpty() && !text.endsWith('\n'))
        m_file.write("\n");
    return Done{};
}

bool FleetJournal::write(const QString &device, const CommandResult &result)
{
    return append(entryJson(device, result));
}

bool FleetJournal::writeAcknowledged(const QString &device, const QString &command)
{
    return append({{u"device"_s, device}, {u"acknowledged"_s, command}});
}

bool FleetJournal::append(const QJsonObject &line)
{
    const QByteArray bytes = lineOf(line);
    return m_file.write(bytes) == bytes.size();
}

} // namespace belvedere
