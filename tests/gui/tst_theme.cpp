// Colours are legible, every icon draws something in the colour asked for, and text follows its size.
#include "ui/common/icons.h"
#include "ui/common/label.h"
#include "ui/common/severity.h"
#include "ui/common/stylesheet.h"
#include "ui/common/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

class TestTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrast_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void contrast()
    {
        QFETCH(bool, dark);
        const Tokens &t = dark ? darkTokens() : lightTokens();
        for (const QColor &ground : {t.surface, t.sunken, t.raised, t.hover, t.selected}) {
            for (const Tone tone : {Tone::Text, Tone::Muted, Tone::Accent}) {
                const double ratio = contrastRatio(t.of(tone), ground);
                QVERIFY2(ratio >= 4.5, qPrintable(u"%1 on %2: %3"_s.arg(toneName(tone), ground.name()).arg(ratio)));
            }
        }
        for (const Tone tone : {Tone::Ok, Tone::Warning, Tone::Danger, Tone::Info}) {
            for (const QColor &ground : {t.surface, t.raised, t.hover, t.soft(tone)}) {
                const double ratio = contrastRatio(t.of(tone), ground);
                QVERIFY2(ratio >= 4.5, qPrintable(u"%1 on %2: %3"_s.arg(toneName(tone), ground.name()).arg(ratio)));
            }
            QVERIFY(contrastRatio(t.text, t.soft(tone)) >= 7);
        }
        QVERIFY(contrastRatio(t.onAccent, t.accent) >= 4.5);
        QVERIFY(contrastRatio(t.raised, t.danger) >= 4.5);
        // the border of what can be typed into
        QVERIFY(contrastRatio(t.strongBorder, t.raised) >= 3);
    }

    void knowsContrast()
    {
        QCOMPARE(qRound(contrastRatio(Qt::black, Qt::white)), 21);
        QCOMPARE(qRound(contrastRatio(Qt::red, Qt::red)), 1);
    }

    void drawsEveryIcon()
    {
        for (int i = 0; i < int(Icon::Count); ++i) {
            const QImage image = iconPixmap(Icon(i), 24, Qt::red, 2).toImage().convertToFormat(QImage::Format_ARGB32);
            QCOMPARE(image.size(), QSize(48, 48));
            int drawn = 0;
            for (int y = 0; y < 48; ++y) {
                for (int x = 0; x < 48; ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    if (pixel.alpha() > 200) {
                        ++drawn;
                        QVERIFY(pixel.red() > 240 && pixel.green() < 15);
                    }
                }
            }
            QVERIFY2(drawn > 20, qPrintable(u"icon %1 draws %2 pixels"_s.arg(i).arg(drawn)));
            // nothing is cut off at the edge of the grid
            for (int k = 0; k < 48; ++k) {
                QVERIFY2(image.pixelColor(k, 0).alpha() < 128 && image.pixelColor(0, k).alpha() < 128
                        && image.pixelColor(k, 47).alpha() < 128 && image.pixelColor(47, k).alpha() < 128,
                    qPrintable(u"icon %1 touches the edge"_s.arg(i)));
            }
        }
    }

    void replacesEveryTokenInTheSheet()
    {
        QVERIFY(!styleSheetFrom(lightTokens(), 10).contains(u'%'));
        QVERIFY(styleSheetFrom(darkTokens(), 10).contains(darkTokens().accent.name()));
    }

    void iconsFollowTheTheme()
    {
        Theme theme;
        theme.setMode(Theme::Mode::Light);
        const QIcon home = icon(Icon::Home);
        const QImage light = home.pixmap(24, 24).toImage();
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setMode(Theme::Mode::Dark);
        QVERIFY(!changed.isEmpty());
        QVERIFY(home.pixmap(24, 24).toImage() != light);
        QCOMPARE(&tokensFor(QApplication::palette()), &darkTokens());
    }

    void labelsFollowTheTextSize()
    {
        Theme theme;
        Label title(u"Devices"_s, Label::Style::Title);
        Label body(u"Devices"_s);
        title.ensurePolished();
        body.ensurePolished();
        const double before = title.font().pointSizeF();
        QVERIFY(before > body.font().pointSizeF());
        theme.setTextScale(2);
        QCOMPARE(title.font().pointSizeF(), before * 2);
        theme.setTextScale(100);
        QCOMPARE(theme.textScale(), 2.5);
    }

    void elidesAndTellsTheWhole()
    {
        ElidedLabel label;
        label.setFullText(u"A rather long name of a rather distant place"_s);
        label.resize(60, 20);
        label.show();
        QVERIFY(label.text().endsWith(u'…'));
        QCOMPARE(label.toolTip(), label.fullText());
        label.resize(800, 20);
        QCOMPARE(label.text(), label.fullText());
        QVERIFY(label.toolTip().isEmpty());
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
