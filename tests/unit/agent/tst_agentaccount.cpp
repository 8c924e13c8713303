// What the agent keeps account in: nothing is written that could not be read again, and what is damaged is said to be.
#include "tree.h"

#include "agent/items/filerecord.h"
#include "agent/items/itemrecord.h"
#include "agent/packages/ledger.h"
#include "agent/state/journal.h"
#include "agent/state/statefile.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

class TestAgentAccount : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatCouldNotBeReadAgainIsNotWritten()
    {
        const Tree tree;
        const RootDir state(tree.root());
        constexpr char name[] = "/account.json";
        QVERIFY(!readState(state, name, 100, u"The account"_s).value());
        const QJsonObject small{{u"text"_s, u"short"_s}};
        QVERIFY(writeState(state, name, 100, small));
        const Result<Done> refused = writeState(state, name, 100, {{u"text"_s, QString(100, u'x')}});
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"items.too-large"_s);
        QCOMPARE(readState(state, name, 100, u"The account"_s).value(), std::optional(small));
    }

    void damageIsNamed()
    {
        const Tree tree;
        const RootDir state(tree.root());
        for (const char *name : {"/journal.json", "/items.json", "/files.json", "/packages.json"})
            tree.file(QString::fromLatin1(name), "{\"");
        QCOMPARE(codeOf(Journal::open(state)), u"state.damaged"_s);
        QCOMPARE(codeOf(loadItems(state)), u"state.damaged"_s);
        QCOMPARE(codeOf(loadFiles(state)), u"state.damaged"_s);
        QCOMPARE(codeOf(loadLedger(state)), u"state.damaged"_s);
        tree.file(u"/journal.json"_s, "{\"entries\": [{}]}");
        QCOMPARE(codeOf(Journal::open(state)), u"state.damaged"_s);
    }

private:
    template<class T> static QString codeOf(const Result<T> &result)
    {
        return result ? QString() : result.error().code;
    }
};

QTEST_GUILESS_MAIN(TestAgentAccount)
#include "tst_agentaccount.moc"
