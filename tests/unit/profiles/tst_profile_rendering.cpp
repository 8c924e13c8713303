// What each platform gets: every case in cases/ renders to the text in golden/, the same every time.
// With BELVEDERE_WRITE_GOLDEN=1 the golden files are written anew.
#include "profiles/rendering.h"
#include "support/places.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

// cases/<platform>/<type>.json: settings; "<type>.<variant>.json" for more than one of a type.
QDir casesFolder() { return {test::sourcePath(u"tests/unit/profiles/cases")}; }
QDir goldenFolder() { return {test::sourcePath(u"tests/unit/profiles/golden")}; }

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray oneText(const Rendering &rendering)
{
    if (rendering.texts.size() == 1)
        return rendering.texts.front().content;
    QByteArray all;
    for (const RenderedText &text : rendering.texts)
        all += "==> " + text.name.toUtf8() + ' ' + QByteArray::number(text.mode, 8) + "\n" + text.content;
    return all;
}

} // namespace

class TestProfileRendering : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void golden_data();
    void golden();
    void everyTypeHasACase();
    void identityDecides();
    void badSettingsAreRefused();
};

void TestProfileRendering::golden_data()
{
    QTest::addColumn<QString>("platform");
    QTest::addColumn<QString>("name");
    for (const QString &platform : casesFolder().entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        for (const QString &file : QDir(casesFolder().filePath(platform)).entryList({u"*.json"_s}))
            QTest::addRow("%s/%s", qPrintable(platform), qPrintable(file)) << platform << file.chopped(5);
    }
}

void TestProfileRendering::golden()
{
    QFETCH(QString, platform);
    QFETCH(QString, name);
    const auto *type =
        catalogue().find(Coded<Platform>::fromToken(platform).value(), QString(name.section(u'.', 0, 0)));
    QVERIFY(type);
    const QString path = platform + u'/' + name;
    const QJsonDocument settings = QJsonDocument::fromJson(contentOf(casesFolder().filePath(path + u".json")));
    QVERIFY(settings.isObject());
    const RenderingIdentity identity{u"prf-7"_s, type->name, u"Shown & <checked>"_s, u"Example Ltd"_s, 3};
    const Result<Rendering> rendering = render(*type, settings.object(), identity);
    if (!rendering) {
        for (const FieldError &error : rendering.error().fields)
            qWarning("%s: %s", qPrintable(error.field), qPrintable(error.message));
    }
    QVERIFY(rendering);
    QVERIFY(!rendering.value().texts.empty());
    const QByteArray text = oneText(rendering.value());
    const bool several = rendering.value().texts.size() > 1;
    const QString suffix = several ? u".txt"_s : rendering.value().texts.front().name.section(u'.', -1).prepend(u'.');
    const QString file = goldenFolder().filePath(path + suffix);
    if (qEnvironmentVariableIsSet("BELVEDERE_WRITE_GOLDEN")) {
        QVERIFY(goldenFolder().mkpath(platform));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(text), text.size());
    }
    QCOMPARE(QString::fromUtf8(text), QString::fromUtf8(contentOf(file)));
    QCOMPARE(oneText(render(*type, settings.object(), identity).value()), text);
}

void TestProfileRendering::everyTypeHasACase()
{
    for (const ProfileType &type : catalogue().types()) {
        const QString platform = Coded<Platform>(type.platform).token();
        const QStringList files = QDir(casesFolder().filePath(platform)).entryList({QString(type.key + u".*json"_s)});
        QVERIFY2(files.isEmpty() != type.unavailable.isEmpty(), qPrintable(platform + u'/' + type.key));
    }
}

void TestProfileRendering::identityDecides()
{
    const ProfileType &type = *catalogue().find(Platform::Ios, u"passcode");
    const QJsonObject settings{{u"minimum_length"_s, 6}};
    const auto of = [&](const QString &id) { return render(type, settings, {id, u"A"_s, {}, {}, 1}).value(); };
    QCOMPARE(oneText(of(u"prf-1"_s)), oneText(of(u"prf-1"_s)));
    QVERIFY(oneText(of(u"prf-1"_s)) != oneText(of(u"prf-2"_s)));
}

void TestProfileRendering::badSettingsAreRefused()
{
    const ProfileType &type = *catalogue().find(Platform::Ios, u"passcode");
    const Result<Rendering> rendering = render(type, {{u"minimum_length"_s, 99}}, {});
    QVERIFY(!rendering);
    QCOMPARE(rendering.error().fields.size(), 1);
    QCOMPARE(rendering.error().fields.first().field, u"settings.minimum_length"_s);
}

QTEST_GUILESS_MAIN(TestProfileRendering)
#include "tst_profile_rendering.moc"
