// The upload client against a real server: a lost connection, a pause, and files that are refused unread.
#include "rest/uploader.h"

#include "api/operations.h"
#include "rest/apiclient.h"
#include "support/relay.h"
#include "support/uploads.h"

#include <QElapsedTimer>
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
        m_admin = m_server.administrator();
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

    // Of a window that is gone, however far it had come.
    void anotherWindowGoesOn_data()
    {
        QTest::addColumn<int>("pieces");
        QTest::newRow("announced alone") << 0;
        QTest::newRow("half of it") << 3;
        QTest::newRow("all of it") << 6;
    }
    void anotherWindowGoesOn()
    {
        QFETCH(const int, pieces);
        const QString name = u"left-%1.bin"_s.arg(pieces);
        const QByteArray bytes = file(name, 6 * 1024 * 1024);
        const qint64 arrived = qint64(pieces) * 1024 * 1024;
        QString id;
        {
            Uploader gone(uploadCalls(*m_client));
            m_relay->cutAt(pieces < 6 ? QByteArray("offset=" + QByteArray::number(arrived)) : QByteArray("/finish"));
            gone.start(path(name));
            QTRY_COMPARE_WITH_TIMEOUT(gone.state(), Uploader::State::Waiting, 30'000);
            QCOMPARE(gone.upload().offset, arrived);
            id = gone.upload().id.text;
        }
        m_relay->heal();
        // no more room than it takes already
        const RoomFor room(*this, 0);
        Uploader uploader(uploadCalls(*m_client));
        const QSignalSpy tookUp(&uploader, &Uploader::tookUp);
        uploader.start(path(name));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 60'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QCOMPARE(uploader.upload().id.text, id);
        QCOMPARE(uploader.upload().sha256, hexDigest(bytes));
        QCOMPARE(uploader.earlier(), arrived);
        QCOMPARE(tookUp.count(), pieces > 0 ? 1 : 0);
    }

    // A program that died between the file and its record.
    void whatHasArrivedIsNotSentAgain()
    {
        const QByteArray bytes = file(u"whole.bin"_s, 200'000, 7);
        const QString id = uploaded(m_server, m_admin, u"whole.bin"_s, bytes);
        Uploader uploader(uploadCalls(*m_client));
        uploader.start(path(u"whole.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 30'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QCOMPARE(uploader.upload().id.text, id);
        QCOMPARE(uploader.earlier(), bytes.size());
    }

    // The same size and name, but not the same file.
    void anotherContentIsAnotherUpload()
    {
        const QByteArray bytes = file(u"same.bin"_s, 3'000);
        const QString other = announce(m_server, m_admin, u"same.bin"_s, 3'000, hexDigest("other"));
        QVERIFY(!other.isEmpty());
        {
            const RoomFor none(*this, 0);
            Uploader refused(uploadCalls(*m_client));
            refused.start(path(u"same.bin"_s));
            QTRY_VERIFY_WITH_TIMEOUT(isOver(refused), 30'000);
            QCOMPARE(refused.state(), Uploader::State::Failed);
            QCOMPARE(refused.error()->code, u"upload.no-room"_s);
        }
        Uploader uploader(uploadCalls(*m_client));
        uploader.start(path(u"same.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 30'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QVERIFY(uploader.upload().id.text != other);
        QCOMPARE(uploader.upload().sha256, hexDigest(bytes));
        QCOMPARE(uploader.earlier(), 0);
    }

    // However they meet, both end well, and a record can be made of what each of them has.
    void twoWindowsSendTheSameFile_data()
    {
        QTest::addColumn<int>("later"); // the second begins when so many pieces of the first have arrived
        QTest::addColumn<bool>("roomForTwo");
        for (const int later : {-1, 0, 2, 5, 6}) {
            QTest::addRow("after %d", later) << later << true;
            QTest::addRow("after %d, room for one", later) << later << false;
        }
    }
    void twoWindowsSendTheSameFile()
    {
        QFETCH(const int, later);
        QFETCH(const bool, roomForTwo);
        constexpr qint64 size = 6 * 1024 * 1024;
        const QString name = u"two-%1-%2.bin"_s.arg(later).arg(int(roomForTwo));
        const QByteArray bytes = file(name, size, later * 2 + int(roomForTwo) + 3);
        const RoomFor room(*this, roomForTwo ? 2 * size : size);
        Uploader first(uploadCalls(*m_client));
        Uploader second(uploadCalls(*m_client));
        const auto follow = [&] {
            if (second.state() == Uploader::State::Idle && first.state() != Uploader::State::Hashing
                && (later == 6 ? first.state() == Uploader::State::Finishing
                               : first.position() >= later * qint64(1024 * 1024)))
                second.start(path(name));
        };
        connect(&first, &Uploader::progressed, &second, follow);
        connect(&first, &Uploader::stateChanged, &second, follow);
        first.start(path(name));
        if (later < 0 && second.state() == Uploader::State::Idle)
            second.start(path(name));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(first) && isOver(second), 60'000);
        int number = 0;
        for (const Uploader *uploader : {&first, &second}) {
            QCOMPARE(uploader->state(), Uploader::State::Finished);
            QCOMPARE(uploader->upload().sha256, hexDigest(bytes));
            const HttpReply made = m_server.post(u"/api/v1/files"_s, m_admin,
                {{u"name"_s, name}, {u"platform"_s, u"linux"_s}, {u"path"_s, u"/srv/%1/%2"_s.arg(name).arg(++number)},
                    {u"upload"_s, uploader->upload().id.text}});
            QCOMPARE(made.status, 200);
            QCOMPARE(made.json()["sha256"_L1].toString(), hexDigest(bytes));
        }
        QVERIFY(!openUploads().contains(first.upload().id.text) && !openUploads().contains(second.upload().id.text));
    }

    // Another window gives it up, or has made a file of it already.
    void anotherWindowTakesItAway()
    {
        const QByteArray bytes = file(u"away.bin"_s, 5'000'000);
        Uploader uploader(uploadCalls(*m_client));
        QString first;
        connect(&uploader, &Uploader::progressed, &uploader, [&] {
            if (uploader.state() != Uploader::State::Sending || uploader.position() == 0 || !first.isEmpty())
                return;
            first = uploader.upload().id.text;
            m_server.post(u"/api/v1/uploads/%1/cancel"_s.arg(first), m_admin, {});
        });
        uploader.start(path(u"away.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 60'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QVERIFY(!first.isEmpty() && uploader.upload().id.text != first);
        QCOMPARE(uploader.upload().sha256, hexDigest(bytes));
    }

    // The list of what was begun earlier cannot be had for a moment: nothing is announced a second time.
    void aFaultBeforehandPasses()
    {
        const QByteArray bytes = file(u"fault.bin"_s, 300'000, 11);
        const QString id = announce(m_server, m_admin, u"fault.bin"_s, bytes.size(), hexDigest(bytes));
        UploadCalls calls = uploadCalls(*m_client);
        bool hasFailed = false;
        calls.list = [&, list = calls.list](const ListUploads &operation) {
            return std::exchange(hasFailed, true) ? list(operation) : Call<Page<Upload>>::ready(lost());
        };
        int announced = 0;
        calls.announce = [&, announce = calls.announce](const CreateUpload &operation) {
            ++announced;
            return announce(operation);
        };
        Uploader uploader(calls);
        QList<Uploader::State> states;
        connect(&uploader, &Uploader::stateChanged, &uploader, [&](Uploader::State state) { states.append(state); });
        uploader.start(path(u"fault.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 30'000);
        QCOMPARE(states,
            (QList<Uploader::State>{Uploader::State::Asking, Uploader::State::Hashing, Uploader::State::Waiting,
                Uploader::State::Sending, Uploader::State::Finishing, Uploader::State::Finished}));
        QCOMPARE(uploader.upload().id.text, id);
        QCOMPARE(announced, 0);
        QVERIFY(!uploader.error());
    }

    // The announcement arrives, its answer does not; and somebody pauses meanwhile.
    void aLostAnnouncementIsFound_data()
    {
        QTest::addColumn<bool>("pauses");
        QTest::newRow("waiting") << false;
        QTest::newRow("paused") << true;
    }
    void aLostAnnouncementIsFound()
    {
        QFETCH(const bool, pauses);
        const QString name = u"lost-%1.bin"_s.arg(int(pauses));
        const QByteArray bytes = file(name, 300'000, 17 + int(pauses));
        UploadCalls calls = uploadCalls(*m_client);
        QStringList announced;
        calls.announce = [&](const CreateUpload &operation) {
            announced.append(
                announce(m_server, m_admin, operation.body.name, operation.body.size, operation.body.sha256));
            return Call<Upload>::ready(lost());
        };
        Uploader uploader(calls);
        QList<Uploader::State> states;
        connect(&uploader, &Uploader::stateChanged, &uploader, [&](Uploader::State state) {
            states.append(state);
            if (pauses && state == Uploader::State::Waiting)
                QTimer::singleShot(0, &uploader, [&uploader] {
                    uploader.pause();
                    uploader.resume();
                });
        });
        uploader.start(path(name));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 30'000);
        QVERIFY(states.contains(Uploader::State::Waiting));
        QCOMPARE(states.contains(Uploader::State::Paused), pauses);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QCOMPARE(announced, QStringList{uploader.upload().id.text});
        QCOMPARE(uploader.upload().sha256, hexDigest(bytes));
    }

    // Another window brings the rest while this one waits: it ends at once, without a word of sending.
    void whatAnotherWindowFinishedIsFinished()
    {
        const QByteArray bytes = file(u"elsewhere.bin"_s, 2 * 1024 * 1024, 19);
        UploadCalls calls = uploadCalls(*m_client);
        calls.append = [&](const AppendUpload &operation, const CallOptions &) {
            const QString id = operation.id.text;
            for (qint64 offset = 0; offset < bytes.size(); offset += 1024 * 1024)
                sendPiece(m_server, m_admin, id, offset, bytes.mid(offset, 1024 * 1024));
            finishUpload(m_server, m_admin, id);
            return Call<Upload>::ready(lost());
        };
        Uploader uploader(calls);
        QList<Uploader::State> states;
        connect(&uploader, &Uploader::stateChanged, &uploader, [&](Uploader::State state) { states.append(state); });
        uploader.start(path(u"elsewhere.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 30'000);
        QCOMPARE(states,
            (QList<Uploader::State>{Uploader::State::Asking, Uploader::State::Hashing, Uploader::State::Sending,
                Uploader::State::Waiting, Uploader::State::Finished}));
        QCOMPARE(uploader.position(), bytes.size());
        QVERIFY(!uploader.error());
    }

    // Another window is at work for a while, then it is gone: this one asks, ever more rarely, until nothing moves.
    void followsWhileAnotherWindowSends()
    {
        constexpr qint64 piece = 1024 * 1024;
        const QByteArray bytes = file(u"followed.bin"_s, 5 * piece, 29);
        const QString id = announce(m_server, m_admin, u"followed.bin"_s, bytes.size(), hexDigest(bytes));
        qint64 arrived = 0;
        const auto otherSends = [&] {
            if (arrived < 4 * piece
                && sendPiece(m_server, m_admin, id, arrived, bytes.mid(arrived, piece)).status == 200)
                arrived += piece;
        };
        otherSends();
        UploadCalls calls = uploadCalls(*m_client);
        QList<qint64> sent;
        calls.append = [&, append = calls.append](const AppendUpload &operation, const CallOptions &options) {
            if (sent.isEmpty())
                otherSends(); // a moment earlier
            sent.append(operation.parameters.offset);
            return append(operation, options);
        };
        calls.ask = [&, ask = calls.ask](const GetUpload &operation) {
            otherSends();
            return ask(operation);
        };
        Uploader uploader(calls);
        QList<qint64> followed;
        connect(&uploader, &Uploader::progressed, &uploader, [&] {
            if (uploader.state() != Uploader::State::Waiting)
                return;
            followed.append(uploader.position());
            QCOMPARE(uploader.error()->code, u"upload.busy"_s);
        });
        QElapsedTimer timer;
        timer.start();
        uploader.start(path(u"followed.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 60'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QCOMPARE(uploader.upload().id.text, id);
        QCOMPARE(sent, (QList<qint64>{piece, 4 * piece}));
        QCOMPARE(followed, (QList<qint64>{3 * piece, 4 * piece}));
        QVERIFY2(timer.elapsed() > 3'000, "half a second, one, and two"); // less what timers may be early
        QVERIFY(!uploader.error());
    }

    // Whoever is told of an earlier upload may give up at once.
    void givingUpOnTheNewsIsForGood()
    {
        const QByteArray bytes = file(u"news.bin"_s, 300'000, 23);
        const QString id = announce(m_server, m_admin, u"news.bin"_s, bytes.size(), hexDigest(bytes));
        QCOMPARE(sendPiece(m_server, m_admin, id, 0, bytes.first(100'000)).status, 200);
        Uploader uploader(uploadCalls(*m_client));
        QList<Uploader::State> states;
        connect(&uploader, &Uploader::stateChanged, &uploader, [&](Uploader::State state) { states.append(state); });
        connect(&uploader, &Uploader::tookUp, &uploader, &Uploader::cancel);
        uploader.start(path(u"news.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 30'000);
        QCOMPARE(states,
            (QList<Uploader::State>{Uploader::State::Asking, Uploader::State::Hashing, Uploader::State::Failed}));
        QCOMPARE(uploader.error()->kind, ApiError::Kind::Cancelled);
    }

    // Of two windows the one that took the upload up gives up: nothing is taken from the other one.
    void givingUpLeavesItToTheOther()
    {
        const QByteArray bytes = file(u"both.bin"_s, 3 * 1024 * 1024, 13);
        const QString id = announce(m_server, m_admin, u"both.bin"_s, bytes.size(), hexDigest(bytes));
        UploadCalls calls = uploadCalls(*m_client);
        int cancels = 0;
        calls.cancel = [&, cancel = calls.cancel](const CancelUpload &operation) {
            ++cancels;
            return cancel(operation);
        };
        Uploader uploader(calls);
        connect(&uploader, &Uploader::progressed, &uploader, [&] {
            if (uploader.state() == Uploader::State::Sending && uploader.position() == 1024 * 1024)
                uploader.cancel();
        });
        uploader.start(path(u"both.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 30'000);
        QCOMPARE(uploader.state(), Uploader::State::Failed);
        QCOMPARE(uploader.error()->kind, ApiError::Kind::Cancelled);
        QCOMPARE(uploader.upload().id.text, id);
        QCOMPARE(cancels, 0);
        QVERIFY(openUploads().contains(id));
    }

    // What arrived earlier is not what the file says: it is sent again, once.
    void whatWasDamagedIsSentAgain()
    {
        const QByteArray bytes = file(u"damaged.bin"_s, 3'000'000);
        const QString damaged = announce(m_server, m_admin, u"damaged.bin"_s, bytes.size(), hexDigest(bytes));
        QCOMPARE(sendPiece(m_server, m_admin, damaged, 0, QByteArray(2'000'000, 'x')).status, 200);
        Uploader uploader(uploadCalls(*m_client));
        uploader.start(path(u"damaged.bin"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOver(uploader), 60'000);
        QCOMPARE(uploader.state(), Uploader::State::Finished);
        QVERIFY(uploader.upload().id.text != damaged);
        QCOMPARE(uploader.upload().sha256, hexDigest(bytes));
        QVERIFY(!openUploads().contains(damaged));
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
    static ApiError lost()
    {
        ApiError error;
        error.kind = ApiError::Kind::Transport;
        error.code = u"transport"_s;
        return error;
    }
    QString path(const QString &name) const { return m_dir.filePath(name); }
    QByteArray file(const QString &name, qsizetype size, int factor = 31) const
    {
        QByteArray bytes(size, '\0');
        for (qsizetype i = 0; i < size; ++i)
            bytes[i] = char((i * factor + i / 977) & 0xff);
        QFile file(path(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return bytes;
    }

    QStringList openUploads() const
    {
        QStringList ids;
        for (const QJsonValue upload : m_server.get(u"/api/v1/uploads"_s, m_admin).json()["items"_L1].toArray()) {
            if (!upload["finished"_L1].toBool())
                ids.append(upload["id"_L1].toString());
        }
        return ids;
    }

    // The site has so much room left, bytes, until this goes.
    class RoomFor {
    public:
        RoomFor(const TestUploader &test, qint64 room)
            : m_test(test)
        {
            const QJsonObject limits = m_test.limits();
            m_total = limits["total"_L1].toInteger();
            set(m_total - limits["room"_L1].toInteger() + room);
        }
        RoomFor(const RoomFor &) = delete;
        RoomFor &operator=(const RoomFor &) = delete;
        ~RoomFor() { set(m_total); }

    private:
        void set(qint64 total) const
        {
            m_test.m_server.post(u"/api/v1/uploads/limits"_s, m_test.m_admin,
                {{u"maximum"_s, m_test.limits()["maximum"_L1].toInteger()}, {u"total"_s, total}});
        }
        const TestUploader &m_test;
        qint64 m_total;
    };
    QJsonObject limits() const { return m_server.get(u"/api/v1/uploads/limits"_s, m_admin).json(); }

    QTemporaryDir m_dir;
    QByteArray m_admin;
    ServerProcess m_server;
    std::unique_ptr<Relay> m_relay;
    std::unique_ptr<ApiClient> m_client;
};

QTEST_GUILESS_MAIN(TestUploader)
#include "tst_uploader.moc"
