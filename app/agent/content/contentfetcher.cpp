// Fetching of contents.
#include "agent/content/contentfetcher.h"

#include "agent/agenterror.h"
#include "agent/client/pace.h"
#include "api/agentprotocol.h"

#include <QFileInfo>
#include <QRandomGenerator>
#include <QStorageInfo>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 spaceLeft = 64 * 1024 * 1024; // bytes that stay free

} // namespace

ContentFetcher::ContentFetcher(HttpClient &http, const ContentStore &store, QObject *parent)
    : QObject(parent)
    , m_http(http)
    , m_store(store)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ContentFetcher::request);
}

void ContentFetcher::fetch(const ContentReference &content, const QByteArray &authorization,
    const std::function<void(const Result<Done> &)> &answer)
{
    m_content = content;
    m_authorization = authorization;
    m_answer = answer;
    m_tries = 0;
    m_most = 0;
    m_since.start();
    m_timer.start(0);
}

void ContentFetcher::request()
{
    const bool isHash = m_content.sha256.size() == 64
        && std::all_of(m_content.sha256.begin(), m_content.sha256.end(),
            [](QChar c) { return (c >= u'a' && c <= u'f') || (c >= u'0' && c <= u'9'); });
    if (!isHash || m_content.size < 0)
        return finish(agentError(u"command.parameters"_s, u"content: a SHA-256 and a size are expected"_s));
    if (m_content.size > maximumContent)
        return finish(agentError(u"content.too-large"_s, u"The content is larger than an agent takes."_s));
    if (const Result<Done> ready = m_store.prepare(); !ready)
        return finish(ready);
    if (const Result<bool> there = m_store.has(m_content); there && there.value())
        return finish(Done{});
    m_file.setFileName(m_store.partialPath(m_content.sha256));
    const qint64 present = QFileInfo(m_file.fileName()).size();
    if (present > m_content.size)
        QFile::remove(m_file.fileName());
    if (present == m_content.size && present > 0)
        return finish(m_store.take(m_content));
    m_most = qMax(m_most, qMin(present, m_content.size));
    const qint64 from = present > m_content.size ? 0 : present;
    const QStorageInfo volume(QFileInfo(m_file.fileName()).path());
    if (volume.isValid() && volume.bytesAvailable() < m_content.size - from + spaceLeft)
        return finish(agentError(u"content.no-space"_s, u"There is no room for the content on this computer."_s));
    HttpClient::Download download;
    download.from = from;
    download.maximum = m_content.size;
    download.begin = [this](qint64 at) { return begin(at); };
    download.take = [this](const QByteArray &bytes) {
        if (m_file.write(bytes) != bytes.size())
            return false;
        if (m_file.pos() > m_most) { // a server that always begins anew is not asked for ever
            m_most = m_file.pos();
            m_tries = 0;
        }
        return true;
    };
    m_http.get(QString::fromLatin1(contentPath) + m_content.sha256, m_authorization, download,
        [this](const Result<Done> &transfer) { ended(transfer); });
}

bool ContentFetcher::begin(qint64 from)
{
    if (!m_file.open(QIODevice::ReadWrite))
        return false;
    m_file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    // a server that begins elsewhere than it was asked to
    return from <= m_file.size() && m_file.resize(from) && m_file.seek(from);
}

void ContentFetcher::ended(const Result<Done> &transfer)
{
    m_file.close();
    if (transfer)
        return finish(m_store.take(m_content));
    const ApiError &error = transfer.error();
    if (error.code == "content.range"_L1)
        QFile::remove(m_file.fileName()); // from the beginning
    const bool passing = error.kind == ApiError::Kind::Transport || error.kind == ApiError::Kind::Timeout
        || error.http == 429 || error.http >= 500 || error.code == "content.range"_L1;
    if (error.code == "content.too-large"_L1)
        QFile::remove(m_file.fileName());
    if (!passing || ++m_tries >= maximumTries || m_since.elapsed() > longestFetch)
        return finish(transfer);
    int delay = retryDelay(m_tries, QRandomGenerator::global()->generateDouble());
    if (error.retryAfter)
        delay = qMax(delay, *error.retryAfter * 1'000);
    m_timer.start(delay);
}

void ContentFetcher::finish(const Result<Done> &result)
{
    const auto answer = std::exchange(m_answer, {});
    answer(result);
}

} // namespace belvedere
