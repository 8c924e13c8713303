// The picture tour: every place, both themes, two sizes; empty frames are refused.
#include "gui/samplesite.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/navpanel.h"
#include "ui/shell/screenshots.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

class TestScreenshots : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void visitsEveryPlace()
    {
        QTemporaryDir temporary;
        const QString directory = qEnvironmentVariable("BELVEDERE_PICTURES", temporary.path());
        Site site;
        Theme theme;
        MainWindow window(test::samplePlaces(), theme);
        window.topBar()->setSites({{u"s1"_s, u"Head office"_s, u"https://mdm.example.org"_s}}, u"s1"_s);
        window.topBar()->connection()->set(Connection::Online);
        window.enter(site, Role::Administrator, u"Anna Lindqvist"_s);
        window.show();
        ScreenshotTour tour(window, theme, directory);
        QSignalSpy finished(&tour, &ScreenshotTour::finished);
        tour.start();
        QVERIFY(finished.wait(60'000));
        QCOMPARE(tour.problems(), QStringList());
        // one more state at the devices
        QCOMPARE(tour.written().size(), (test::samplePlaces().size() + 1) * 4);
        QVERIFY(tour.written().contains(u"03-devices-inspector-dark-narrow.png"_s));
        QCOMPARE(QImage(QDir(directory).filePath(u"01-home-light-wide.png"_s)).size(), QSize(1440, 900));
    }

    void refusesAnEmptyFrame()
    {
        QImage picture(300, 200, QImage::Format_RGB32);
        picture.fill(Qt::white);
        QVERIFY(isEmptyFrame(picture));
        QVERIFY(isEmptyFrame(QImage()));
        for (int x = 0; x < 300; ++x)
            picture.setPixelColor(x, 99, QColor::fromHsv(x % 360, 200, 200));
        QVERIFY(!isEmptyFrame(picture));
    }
};

QTEST_MAIN(TestScreenshots)
#include "tst_screenshots.moc"
