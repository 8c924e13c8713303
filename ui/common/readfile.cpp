// Reading in the pool's thread, answering in the window's.
#include "ui/common/readfile.h"

#include <QFile>
#include <QPointer>
#include <QThreadPool>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

Result<QByteArray> contentOf(const QString &path, qsizetype limit)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return decodeError(u"file.unreadable"_s, path, file.errorString());
    QByteArray bytes = file.read(limit + 1);
    if (bytes.size() > limit)
        return decodeError(u"file.too-large"_s, path, u"more than %1 bytes"_s.arg(limit));
    return bytes;
}

} // namespace

void readFileBeside(
    QObject *context, const QString &path, qsizetype limit, std::function<void(const Result<QByteArray> &)> done)
{
    // lives in the window's thread, so that `context` is looked at there alone
    auto *answer = new QObject;
    const QPointer<QObject> asker(context);
    QThreadPool::globalInstance()->start([answer, asker, path, limit, done = std::move(done)] {
        const Result<QByteArray> bytes = contentOf(path, limit);
        QMetaObject::invokeMethod(
            answer,
            [answer, asker, bytes, done] {
                if (asker)
                    done(bytes);
                answer->deleteLater();
            },
            Qt::QueuedConnection);
    });
}

} // namespace belvedere
