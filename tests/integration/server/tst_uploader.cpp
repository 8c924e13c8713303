// The upload client against a real server: a lost connection, a pause, and files that are refused unread.
#include "rest/uploader.h"

#include "api/operations.h"
#include "rest/apiclient.h"
#include "support/relay.h"
#include "support/uploads.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUrl>

using namespace belvedere;
using namespace belvedere::test;
using namespace Qt::StringLiterals;

class TestUploader : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_server.start(), qPrintable(m_server.errors()));
        m_relay = std::make_unique<Relay>(quint16(QUrl(m_server.url()).port()));
        ApiClient::Setup setup;
        setup.base = QUrl(m_relay->url());
        m_client = std::make_unique<ApiClient>(std::move(setup));
        const QJsonObject session = m_server.signIn(
            QString::fromLatin1(ServerProcess::adminEmail), QString::fromLatin1(ServerProcess::adminPassword));
        const Result<Session> signedIn = fromJson<Session>(session);
        QVERIFY(signedIn);
        m_client->gate().adopt(signedIn.value());
    }

    void bringsAFile()
    {
        const QByteArray bytes = file(u"small.bin"_s, 2'500'000);
        Uploader uploader(uploadCalls(*m_client));
        uploader.start(path(u"small.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 30'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QCOMPARE(uploader.upload().sha256, hexDigest(bytes));
        QVERIFY(uploader.upload().finished);
    }

    void anEmptyFileIsAFile()
    {
        file(u"empty"_s, 0);
        Uploader uploader(uploadCalls(*m_client));
        uploader.start(path(u"empty"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 30'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QCOMPARE(uploader.upload().sha256, hexDigest({}));
    }

    void goesOnAfterALoss()
    {
        const QByteArray bytes = file(u"large.bin"_s, 6'000'000);
        Uploader uploader(uploadCalls(*m_client));
        m_relay->cutAt("offset=3145728");
        uploader.start(path(u"large.bin"_s));
        QTRY_COMPARE_WITH_TIMEOUT(uploader.state(), Uploader::State::Waiting, 30'000);
        m_relay->heal();
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 60'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QCOMPARE(uploader.upload().sha256, hexDigest(bytes));
    }

    void waitsWhilePaused()
    {
        file(u"paused.bin"_s, 5'000'000);
        Uploader uploader(uploadCalls(*m_client));
        bool hasPaused = false;
        connect(&uploader, &Uploader::progressed, &uploader, [&] {
            if (uploader.position() == 2 * 1024 * 1024 && uploader.state() == Uploader::State::Sending
                && !std::exchange(hasPaused, true))
                uploader.pause();
        });
        uploader.start(path(u"paused.bin"_s));
        QTRY_COMPARE_WITH_TIMEOUT(uploader.state(), Uploader::State::Paused, 30'000);
        uploader.resume();
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 60'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
    }

    void pausingWhileItAsksGoesOnOnce()
    {
        const QByteArray bytes = file(u"asking.bin"_s, 6'000'000);
        UploadCalls calls = uploadCalls(*m_client);
        Uploader *asking = nullptr;
        bool isInterrupted = false;
        calls.ask = [&, ask = calls.ask](const GetUpload &operation) {
            if (!std::exchange(isInterrupted, true)) // while the question is on its way
                QTimer::singleShot(0, asking, [asking] {
                    asking->pause();
                    asking->resume();
                });
            return ask(operation);
        };
        QList<qint64> offsets;
        calls.append = [&, append = calls.append](const AppendUpload &operation, const CallOptions &options) {
            offsets.append(operation.parameters.offset);
            return append(operation, options);
        };
        int finishes = 0;
        calls.finish = [&, finish = calls.finish](const FinishUpload &operation, const CallOptions &options) {
            ++finishes;
            return finish(operation, options);
        };
        Uploader uploader(calls);
        asking = &uploader;
        m_relay->cutAt("offset=3145728");
        uploader.start(path(u"asking.bin"_s));
        QTRY_COMPARE_WITH_TIMEOUT(uploader.state(), Uploader::State::Waiting, 30'000);
        m_relay->heal();
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 60'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QCOMPARE(uploader.upload().sha256, hexDigest(bytes));
        QVERIFY(isInterrupted);
        QCOMPARE(finishes, 1);
        QVERIFY(std::count(offsets.begin(), offsets.end(), 4 * 1024 * 1024) == 1); // one chain
    }

    void isRefusedUnread()
    {
        QFile sparse(path(u"huge.bin"_s));
        QVERIFY(sparse.open(QIODevice::WriteOnly) && sparse.resize((qint64(2) << 30) + 1));
        Uploader uploader(uploadCalls(*m_client));
        const QSignalSpy progress(&uploader, &Uploader::progressed);
        uploader.start(path(u"huge.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 30'000);
        QCOMPARE(uploader.state(), Uploader::State::Failed);
        QCOMPARE(uploader.error()->code, u"upload.too-large"_s);
        QCOMPARE(progress.count(), 0);
    }

    void aFolderIsNoFile()
    {
        Uploader uploader(uploadCalls(*m_client));
        uploader.start(m_dir.path());
        QCOMPARE(uploader.state(), Uploader::State::Failed);
        QCOMPARE(uploader.error()->code, u"upload.file"_s);
    }

private:
    static bool isOver(const Uploader &uploader)
    {
        return uploader.state() == Uploader::State::Finished || uploader.state() == Uploader::State::Failed;
    }
    QString path(const QString &name) const { return m_dir.filePath(name); }
    QByteArray file(const QString &name, qsizetype size) const
    {
        QByteArray bytes(size, '\0');
        for (qsizetype i = 0; i < size; ++i)
            bytes[i] = char((i * 31 + i / 977) & 0xff);
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return bytes;
    }

    QTemporaryDir m_dir;
    ServerProcess m_server;
    std::unique_ptr<Relay> m_relay;
    std::unique_ptr<ApiClient> m_client;
};

QTEST_GUILESS_MAIN(TestUploader)
#include "tst_uploader.moc"
