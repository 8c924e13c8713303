// A list taken elsewhere means there exactly what it means here: as an address and in a real shell.
#include "ui/records/elsewhere.h"

#include <QProcess>
#include <QtTest>
#include <QUrlQuery>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

ListElsewhere list()
{
    return {u"https://mdm.example.org:8443"_s, {}, u"admin@example.org"_s, u"devices"_s,
        u"platform:linux -tag:\"it's + 100%\" seen>7d $(touch x) `id` \\ !"_s, {u"-seen"_s, u"name"_s},
        {u"name"_s, u"os.version"_s}};
}

} // namespace

class ElsewhereTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addressMeansTheSame()
    {
        const QUrl url(asAddress(list()), QUrl::StrictMode);
        QVERIFY(url.isValid());
        QCOMPARE(url.path(), u"/api/v1/devices"_s);
        const QUrlQuery query(url);
        QCOMPARE(query.queryItemValue(u"query"_s, QUrl::FullyDecoded), list().query);
        QCOMPARE(query.queryItemValue(u"sort"_s, QUrl::FullyDecoded), u"-seen,name"_s);
        QVERIFY(!asAddress(list()).contains(u'+')); // a server may read it as a space
        QCOMPARE(asAddress({u"https://a"_s, {}, {}, u"persons"_s, {}, {}, {}}), u"https://a/api/v1/persons"_s);
    }

    void aShellReadsTheSameWords()
    {
        QProcess shell;
        shell.start(u"/bin/sh"_s,
            {u"-c"_s,
                QString(u"belvedere_cli() { printf '%s\\n' \"$@\"; }; "_s
                    + asCommand(list()).replace(u"belvedere-cli"_s, u"belvedere_cli"_s))});
        QVERIFY(shell.waitForFinished());
        QCOMPARE(shell.readAllStandardError(), QByteArray());
        const QStringList words = QString::fromUtf8(shell.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(words,
            (QStringList{u"--site"_s, u"https://mdm.example.org:8443"_s, u"--user"_s, u"admin@example.org"_s,
                u"--password-file"_s, u"password"_s, u"devices"_s, u"list"_s, u"--query"_s, list().query, u"--sort"_s,
                u"-seen,name"_s, u"--columns"_s, u"name,os.version"_s}));
    }

    void aPinnedSiteStaysPinned()
    {
        ListElsewhere pinned = list();
        pinned.pin = u"ab12"_s;
        QVERIFY(asCommand(pinned).contains(u" --pin ab12 "_s));
    }
};

QTEST_GUILESS_MAIN(ElsewhereTest)
#include "tst_elsewhere.moc"
