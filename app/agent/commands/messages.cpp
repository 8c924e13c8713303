// Showing of messages.
#include "agent/commands/messages.h"

#include "domain/json.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype maximumSpool = 16 * 1024 * 1024; // bytes

Result<QList<QByteArray>> shownLines(const RootDir &root)
{
    const auto bytes = root.read(QString::fromLatin1(shownMessages), maximumSpool);
    if (!bytes)
        return bytes.error();
    QList<QByteArray> lines = bytes.value().value_or(QByteArray()).split('\n');
    lines.removeAll(QByteArray());
    return lines;
}

} // namespace

Result<Done> showMessage(const RootDir &root, const QString &id, const MessageParameters &message, const QDateTime &now)
{
    const QString path = QString::fromLatin1(shownMessages);
    const Result<Done> made = makePath(root, path.section(u'/', 0, -2), 0755);
    if (!made)
        return made;
    Result<QList<QByteArray>> read = shownLines(root);
    if (!read)
        return read.error();
    QList<QByteArray> &lines = read.value();
    QJsonObject line = toJson(message);
    line.insert(u"id"_s, id);
    line.insert(u"shown_at"_s, now.toUTC().toString(Qt::ISODateWithMs));
    lines.append(QJsonDocument(line).toJson(QJsonDocument::Compact));
    lines = lines.mid(qMax(qsizetype(0), lines.size() - maximumShownMessages));
    return root.write(path, lines.join('\n') + '\n', 0644, RootDir::Replace::Allowed);
}

Result<bool> wasShown(const RootDir &root, const QString &id)
{
    return shownLines(root).map([&id](const QList<QByteArray> &lines) {
        return std::any_of(lines.begin(), lines.end(), [&id](const QByteArray &line) {
            return QJsonDocument::fromJson(line).object().value(u"id"_s).toString() == id;
        });
    });
}

bool showOnTerminals(const RunProgram &run, const MessageParameters &message)
{
    QString text = message.title.isEmpty() ? message.text : QString(message.title + u"\n\n" + message.text);
    for (QChar &c : text) {
        // escape sequences could do anything to a terminal
        if ((c.category() == QChar::Other_Control && c != u'\n') || c.category() == QChar::Other_Format)
            c = u' ';
    }
    const auto output = run(u"/usr/bin/wall"_s, {}, 10'000, text.toUtf8() + '\n');
    return output && output->exitCode == 0;
}

} // namespace belvedere
