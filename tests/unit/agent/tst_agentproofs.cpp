// Proofs: what an agent shows for each kind of item is what the server takes for installed and for removed.
#include "agent/commands/itemwork.h"
#include "base/clock.h"
#include "base/digest.h"
#include "packageroot.h"
#include "server/policy/items.h"

#include <QJsonArray>
#include <QProcess>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const PackageRepository &repository()
{
    static const auto made = [] {
        auto all = std::make_unique<PackageRepository>();
        all->add(u"hello"_s, u"1.0"_s);
        all->scan();
        return all;
    }();
    return *made;
}

QByteArray authority()
{
    const QTemporaryDir directory;
    QProcess openssl;
    openssl.start(u"openssl"_s,
        {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s, u"-nodes"_s,
            u"-keyout"_s, directory.filePath(u"key"_s), u"-subj"_s, u"/CN=Example Authority"_s, u"-days"_s, u"30"_s});
    openssl.waitForFinished();
    return openssl.readAllStandardOutput();
}

struct Bench {
    PackageRoot packages{repository()};
    RootDir root{packages.tree.root()};
    RootDir state{packages.state.root()};
    SystemClock clock;
    ItemWork work{{root, state, false, true, runProgram, packages.runner(), clock, {}}};

    QJsonObject keep(const QByteArray &content) const
    {
        const QString hash = sha256Hex(content);
        packages.state.file(ContentStore::path(hash), content);
        return {{u"sha256"_s, hash}, {u"size"_s, content.size()}};
    }
};

} // namespace

class TestAgentProofs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachKindIsProven_data();
    void eachKindIsProven();
    void olderAgentsAreUnderstood();
};

void TestAgentProofs::eachKindIsProven_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("id");
    QTest::addColumn<QJsonObject>("parameters");
    QTest::newRow("profile of files") << u"profile"_s << u"prf-1"_s
                                      << QJsonObject{{u"version"_s, 7}, {u"type"_s, u"browser"_s},
                                             {u"settings"_s, QJsonObject{{u"private_browsing"_s, false}}}};
    QTest::newRow("profile of packages") << u"profile"_s << u"prf-1"_s
                                         << QJsonObject{{u"version"_s, 7}, {u"type"_s, u"packages"_s},
                                                {u"settings"_s, QJsonObject{{u"present"_s, QJsonArray{u"hello"_s}}}}};
    QTest::newRow("application") << u"application"_s << u"app-1"_s
                                 << QJsonObject{{u"revision"_s, 7}, {u"format"_s, u"apt"_s}, {u"name"_s, u"hello"_s}};
    QTest::newRow("file") << u"file"_s << u"fil-1"_s
                          << QJsonObject{{u"revision"_s, 7}, {u"path"_s, u"/opt/example/data"_s}};
    QTest::newRow("certificate") << u"certificate"_s << u"crt-1"_s << QJsonObject{{u"revision"_s, 7}};
}

void TestAgentProofs::eachKindIsProven()
{
    QFETCH(QString, kind);
    QFETCH(QString, id);
    QFETCH(QJsonObject, parameters);
    Bench bench;
    parameters.insert(kind, id);
    if (kind == "file"_L1 || kind == "certificate"_L1)
        parameters.insert(u"content"_s, bench.keep(kind == "file"_L1 ? QByteArray("data") : authority()));
    const Command install{u"cmd-1"_s, Coded<CommandKind>::fromToken(kind + u"_install"_s), parameters};
    const CommandEnd installed = bench.work.perform(install);
    QVERIFY2(installed.outcome == CommandOutcome::Done, qPrintable(installed.code + u": " + installed.detail));
    QVERIFY(server::provesInstalled(installed.proof, id, 7));
    QVERIFY(!server::provesInstalled(installed.proof, id, 8));
    QVERIFY(!server::provesInstalled(installed.proof, QString(id + u'1'), 7));
    // the same, observed after a crash
    const CommandEnd observed = bench.work.observed(install.kind.value(), bench.work.before(install));
    QVERIFY(server::provesInstalled(observed.proof, id, 7));
    const Command remove{u"cmd-2"_s, Coded<CommandKind>::fromToken(kind + u"_remove"_s), {{kind, id}}};
    QVERIFY(!server::provesRemoved(installed.proof, id));
    for (int i = 0; i < 2; ++i) { // the second time there is nothing to remove, which is the same end
        const CommandEnd removed = bench.work.perform(remove);
        QVERIFY2(removed.outcome == CommandOutcome::Done, qPrintable(removed.code + u": " + removed.detail));
        QVERIFY(server::provesRemoved(removed.proof, id));
        QVERIFY(!server::provesInstalled(removed.proof, id, 7));
    }
    QVERIFY(server::provesRemoved(bench.work.observed(remove.kind.value(), bench.work.before(remove)).proof, id));
}

void TestAgentProofs::olderAgentsAreUnderstood()
{
    QVERIFY(server::provesInstalled({{u"profile"_s, u"prf-1"_s}, {u"version"_s, 7}}, u"prf-1"_s, 7));
    QVERIFY(server::provesInstalled({{u"file"_s, u"fil-1"_s}, {u"revision"_s, 7}}, u"fil-1"_s, 7));
    QVERIFY(!server::provesInstalled({{u"profile"_s, u"prf-2"_s}, {u"version"_s, 7}}, u"prf-1"_s, 7));
    QVERIFY(!server::provesInstalled(
        {{u"item"_s, u"prf-2"_s}, {u"profile"_s, u"prf-1"_s}, {u"revision"_s, 7}}, u"prf-1"_s, 7));
    QVERIFY(!server::provesInstalled({}, u"prf-1"_s, 0));
}

QTEST_GUILESS_MAIN(TestAgentProofs)
#include "tst_agentproofs.moc"
