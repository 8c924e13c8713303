// The command line: what it understands, and records that can do no harm where they are shown.
#include "cli/options.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/spreadsheet.h"
#include "domain/device.h"
#include "support/workbook.h"

#include <QDir>
#include <QJsonDocument>
#include <QTemporaryFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;

class TestCli : public QObject {
    Q_OBJECT

    static Result<CliOptions> parse(const QStringList &arguments)
    {
        return parseCliOptions(QStringList{u"belvedere-cli"_s, u"--site"_s, u"https://a"_s, u"--user"_s, u"e"_s,
                                   u"--password-file"_s, u"f"_s}
            + arguments);
    }
    static std::vector<const Field *> columns(const QString &names)
    {
        return outputColumns(fields<Device>(), names).value();
    }

private Q_SLOTS:
    void options()
    {
        const auto options =
            parse({u"devices"_s, u"list"_s, u"--query"_s, u"os<17"_s, u"--json"_s, u"--pin"_s, u"AA:BB"_s});
        QVERIFY(options);
        QCOMPARE(options.value().words, (QStringList{u"devices"_s, u"list"_s}));
        QCOMPARE(options.value().value("query"), u"os<17"_s);
        QCOMPARE(options.value().pin, u"aabb"_s);
        QVERIFY(options.value().json);
        QVERIFY(!options.value().values.contains(u"format"_s));
    }

    void aTargetIsMadeFromOptions()
    {
        const auto options = parse({u"targets"_s, u"create"_s, u"--name"_s, u"Tickets"_s, u"--kind"_s, u"ticket"_s,
            u"--url"_s, u"https://tickets.example.org/in"_s, u"--secret-file"_s, u"s"_s});
        QVERIFY(options);
        QCOMPARE(options.value().words, (QStringList{u"targets"_s, u"create"_s}));
        QCOMPARE(options.value().value("kind"), u"ticket"_s);
        QCOMPARE(options.value().value("url"), u"https://tickets.example.org/in"_s);
        QCOMPARE(options.value().value("secret-file"), u"s"_s);
    }

    void reportsComeAsCsvOrJson()
    {
        QCOMPARE(reportFormat({}, false).value(), ReportFormat::Csv);
        QCOMPARE(reportFormat({}, true).value(), ReportFormat::Json);
        QCOMPARE(reportFormat(u"csv"_s, true).value(), ReportFormat::Csv);
        QCOMPARE(reportFormat(u"json"_s, false).value(), ReportFormat::Json);
        QCOMPARE(reportFormat(u"pdf"_s, false).error().code, u"usage"_s);
        const auto options = parse({u"report"_s, u"compliance"_s, u"--out"_s, u"-"_s});
        QVERIFY(options);
        QCOMPARE(options.value().value("out"), u"-"_s);
    }

    void badUsageIsSaid()
    {
        QCOMPARE(parse({}).error().code, u"usage"_s);
        QCOMPARE(parse({u"devices"_s, u"--colums"_s, u"a"_s}).error().code, u"usage"_s);
        QCOMPARE(parse({u"devices"_s, u"--query"_s}).error().code, u"usage"_s);
        QCOMPARE(parseCliOptions({u"belvedere-cli"_s, u"devices"_s}).error().code, u"usage"_s);
        QVERIFY(parseCliOptions({u"belvedere-cli"_s, u"--help"_s}).value().help);
        QVERIFY(cliUsage().contains("devices list"_L1));
    }

    void formats()
    {
        QCOMPARE(outputFormat({}, false).value(), OutputFormat::Table);
        QCOMPARE(outputFormat({}, true).value(), OutputFormat::Json);
        QCOMPARE(outputFormat(u"csv"_s, true).value(), OutputFormat::Csv);
        QCOMPARE(outputFormat(u"yaml"_s, false).error().code, u"usage"_s);
    }

    void columnsByNameAliasAndSuggestion()
    {
        const auto some = columns(u"name, os"_s);
        QCOMPARE(some.size(), size_t(2));
        QCOMPARE(some[1]->name, "os.version");
        for (const Field *field : columns({}))
            QVERIFY2(!field->is(Detail) && !field->is(Hidden), field->name);
        const auto wrong = outputColumns(fields<Device>(), u"name,platfrom"_s);
        QCOMPARE(wrong.error().code, u"usage"_s);
        QVERIFY2(wrong.error().detail.contains("Did you mean platform?"_L1), qPrintable(wrong.error().detail));
    }

    void orderByNameAliasAndSuggestion()
    {
        QCOMPARE(outputOrder(fields<Device>(), u"-os, name"_s).value(), u"-os.version,name"_s);
        QCOMPARE(outputOrder(fields<Device>(), {}).value(), QString());
        const auto wrong = outputOrder(fields<Device>(), u"name,-platfrom"_s);
        QCOMPARE(wrong.error().code, u"usage"_s);
        QVERIFY2(wrong.error().detail.contains("Did you mean platform?"_L1), qPrintable(wrong.error().detail));
        QVERIFY(cliUsage().contains("--sort"_L1));
        QCOMPARE(parse({u"devices"_s, u"list"_s, u"--sort"_s, u"-seen,name"_s}).value().value("sort"),
            u"-seen,name"_s); // no option, though it begins like one
    }

    void aSpreadsheetRunsNothing()
    {
        const QList<QJsonObject> records{{{u"name"_s, u"=HYPERLINK(\"http://x\")"_s}, {u"model"_s, u"@SUM(1)"_s}},
            {{u"name"_s, u"a,\"b\""_s}, {u"memory"_s, -5}}};
        const QByteArray csv = formatted(records, columns(u"name,model,memory"_s), OutputFormat::Csv);
        const QList<QByteArray> lines = csv.split('\n');
        QCOMPARE(lines[0], "name,model,memory\r"_ba);
        QVERIFY(lines[1].startsWith("\"'=HYPERLINK(\"\"http://x\"\")\",'@SUM(1),") || lines[1].startsWith("'=")
            || lines[1].startsWith("\"'="));
        QVERIFY(lines[1].contains("'@SUM(1)"));
        QCOMPARE(lines[2], "\"a,\"\"b\"\"\",,-5\r"_ba);
    }

    void aWorkbookHoldsTheRecordsInTheirOrder()
    {
        const QList<QJsonObject> records{{{u"id"_s, u"dev-9"_s}, {u"name"_s, u"zeta"_s}, {u"memory"_s, 5}},
            {{u"id"_s, u"dev-1"_s}, {u"name"_s, u"=alpha"_s}}};
        const Result<QByteArray> book = spreadsheet(fields<Device>(), records, columns(u"name,memory"_s));
        QVERIFY(book);
        QTemporaryFile file(QDir::tempPath() + u"/XXXXXX.xlsx"_s);
        QVERIFY(file.open() && file.write(book.value()) == book.value().size() && file.flush());
        const QJsonArray rows = test::sheetsOf(file.fileName()).at(0).toArray();
        QCOMPARE(rows.size(), 3);
        QCOMPARE(test::cellOf(rows, 0, 0), u"s Name"_s);
        QCOMPARE(test::cellOf(rows, 0, 1), u"s Memory"_s);
        QCOMPARE(test::cellOf(rows, 1, 0), u"s zeta"_s);
        QCOMPARE(test::cellOf(rows, 1, 1), u"n 5"_s);
        QCOMPARE(test::cellOf(rows, 2, 0), u"s =alpha"_s); // a text, not a formula
        QCOMPARE(test::cellOf(rows, 2, 1), u"n None"_s);
    }

    void aTerminalObeysNothing()
    {
        const QList<QJsonObject> records{{{u"name"_s, u"a\u001b[31mb\nc\u0007\u009b"_s},
            {u"tags"_s, QJsonArray{u"x"_s, u"y"_s}}, {u"storage.encrypted"_s, true}, {u"model"_s, QString(200, u'm')}}};
        const QByteArray table = formatted(records, columns(u"name,tags,encrypted,model"_s), OutputFormat::Table);
        const QString text = QString::fromUtf8(table);
        for (const QChar c : text)
            QVERIFY(c == u'\n' || c.category() != QChar::Other_Control);
        QCOMPARE(text.count(u'\n'), 2);
        QVERIFY(text.contains("x y"_L1) && text.contains("yes"_L1));
        QVERIFY(text.contains(u'…') && !text.contains(QString(60, u'm')));
    }

    void jsonKeepsWhatIsThere()
    {
        const QList<QJsonObject> records{{{u"name"_s, u"=1\u001b"_s}, {u"id"_s, u"dev-1"_s}}};
        const QByteArray json = formatted(records, columns(u"name,memory"_s), OutputFormat::Json);
        const QJsonArray array = QJsonDocument::fromJson(json).array();
        QCOMPARE(array, (QJsonArray{QJsonObject{{u"name"_s, u"=1\u001b"_s}}}));
        QCOMPARE(QJsonDocument::fromJson(formatted({}, columns({}), OutputFormat::Json)).array().size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
