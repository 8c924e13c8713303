// Streaming of contents to devices.
#include "server/agents/contentroute.h"

#include "api/agentprotocol.h"
#include "server/agents/checkin.h"
#include "server/api/linestream.h"
#include "server/http/problem.h"

#include <QRegularExpression>
#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 piece = 256 * 1024; // bytes

class ContentSource final : public LineSource {
public:
    ContentSource(const Contents &contents, QString sha256, qint64 offset, qint64 size)
        : m_contents(contents)
        , m_sha256(std::move(sha256))
        , m_offset(offset)
        , m_size(size)
    {
    }
    Result<QByteArray> next(Database &database) override
    {
        if (m_offset >= m_size)
            return QByteArray();
        const Result<QByteArray> bytes = m_contents.read(database, m_sha256, m_offset, piece);
        if (!bytes)
            return bytes;
        if (bytes.value().isEmpty()) // less than its record says: the client must not take it for the whole
            return storeError(u"store.corrupt"_s, u"The content %1 is not whole."_s.arg(m_sha256));
        m_offset += bytes.value().size();
        return bytes;
    }

private:
    const Contents &m_contents;
    QString m_sha256;
    qint64 m_offset;
    qint64 m_size;
};

// Where the answer begins; nothing for what is no range of one piece up to the end.
std::optional<qint64> beginOf(const QByteArray &range)
{
    static const QRegularExpression form(u"^bytes=([0-9]{1,15})-$"_s);
    if (range.isEmpty())
        return 0;
    const QRegularExpressionMatch match = form.match(QString::fromLatin1(range));
    return match.hasMatch() ? std::optional(match.captured(1).toLongLong()) : std::nullopt;
}

ApiError unknownContent()
{
    ApiError error = notFound(u"such content for this device"_s);
    error.code = u"content.unknown"_s;
    return error;
}

// Its size, when an open command of the device names it.
Result<qint64> sizeFor(Database &database, const QByteArray &authorization, const QString &sha256)
{
    const Result<Id<Device>> device = authenticateDevice(database, authorization);
    if (!device)
        return device.error();
    const Result<QVariant> named =
        database.value(u"SELECT COUNT(*) FROM commands WHERE device = ? AND %1"_s.arg(database.contains("parameters")),
            {device.value().text, sha256});
    if (!named)
        return named.error();
    const Result<QVariant> size = database.value(u"SELECT size FROM blobs WHERE sha256 = ?"_s, {sha256});
    if (!size)
        return size.error();
    if (named.value().toInt() == 0 || !size.value().isValid())
        return unknownContent();
    return size.value().toLongLong();
}

void answer(Executor &executor, const Contents &contents, const QString &sha256, qint64 size,
    const http::Request &request, const http::Responder &responder)
{
    const std::optional<qint64> begin = beginOf(request.header("range"));
    const QByteArray total = QByteArray::number(size);
    if (!begin || *begin > size || (*begin == size && size > 0)) {
        http::Response refusal =
            http::problem(416, u"content.range"_s, u"Only a range from a byte of the content to its end."_s);
        refusal.headers.append(std::pair(QByteArray("Content-Range"), QByteArray("bytes */" + total)));
        responder.send(refusal);
        return;
    }
    http::Headers headers{{"ETag", '"' + sha256.toLatin1() + '"'}, {"Accept-Ranges", "bytes"}};
    const bool isPart = request.hasHeader("range") && size > 0;
    if (isPart)
        headers.append(std::pair(QByteArray("Content-Range"),
            QByteArray("bytes " + QByteArray::number(*begin) + '-' + QByteArray::number(size - 1) + '/' + total)));
    streamPieces(executor, std::make_shared<ContentSource>(contents, sha256, *begin, size), responder,
        isPart ? 206 : 200, "application/octet-stream", headers);
}

} // namespace

bool serveContent(
    Executor &executor, const Contents &contents, const http::Request &request, const http::Responder &responder)
{
    static const QRegularExpression digest(u"^[0-9a-f]{64}$"_s);
    if (!request.path.startsWith(QLatin1StringView(contentPath)))
        return false;
    if (request.method != "GET") {
        responder.send(http::problem(405, u"method.unknown"_s, u"This address takes GET alone."_s));
        return true;
    }
    const QString sha256 = request.path.sliced(QLatin1StringView(contentPath).size());
    if (!digest.match(sha256).hasMatch()) {
        responder.send(http::problem(unknownContent()));
        return true;
    }
    const bool taken = executor.read([&executor, &contents, request, responder, sha256](Database &database) {
        const Result<qint64> size = sizeFor(database, request.header("authorization"), sha256);
        if (size)
            answer(executor, contents, sha256, size.value(), request, responder);
        else
            responder.send(http::problem(size.error()));
    });
    if (!taken)
        responder.send(http::problem(503, u"server.busy"_s, u"Too much work is waiting; try again."_s, 5));
    return true;
}

} // namespace belvedere::server
