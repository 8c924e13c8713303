// Texts of cells look as Qt draws them, wherever they are put and however often.
#include "ui/common/celltext.h"

#include <QPainter>
#include <QStyleOptionViewItem>
#include <QtTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

constexpr QSize cell{160, 28};
const QRect room(8, 0, 144, 28);

template<class Draw> QImage picture(const Draw &draw)
{
    QImage image(cell, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    draw(painter);
    return image;
}

QStyleOptionViewItem optionFor(const QString &text, Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter)
{
    QStyleOptionViewItem option;
    option.text = text;
    option.displayAlignment = alignment;
    option.state = QStyle::State_Enabled;
    return option;
}

// Without the empty rows above and below: where a line of an uneven height has its middle is a matter of rounding.
QImage ink(const QImage &image)
{
    const auto isEmpty = [&image](int y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y) != Qt::white)
                return false;
        }
        return true;
    };
    int top = 0;
    int bottom = image.height();
    while (top < bottom && isEmpty(top))
        ++top;
    while (bottom > top && isEmpty(bottom - 1))
        --bottom;
    return image.copy(0, top, image.width(), bottom - top);
}

QImage ofCell(CellText &texts, const QStyleOptionViewItem &option)
{
    return picture([&](QPainter &painter) { texts.paint(painter, room, option); });
}

QImage ofPainter(const QStyleOptionViewItem &option, const QString &text)
{
    return picture([&](QPainter &painter) {
        painter.setFont(option.font);
        painter.setPen(option.palette.color(QPalette::Text));
        painter.drawText(room, int(option.displayAlignment) | Qt::TextSingleLine, text);
    });
}

} // namespace

class CellTextTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void looksAsThePainterDrawsIt_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("plain") << u"AMS-LT-0001"_s;
        QTest::newRow("beyond ASCII") << u"Zoë Šimůnková"_s;
        QTest::newRow("from right to left") << u"שלום"_s;
        QTest::newRow("looks like markup") << u"<b>x</b> &amp;"_s;
        QTest::newRow("nothing") << QString();
    }
    void looksAsThePainterDrawsIt()
    {
        QFETCH(QString, text);
        CellText texts;
        for (const Qt::Alignment side : {Qt::AlignLeft, Qt::AlignRight}) {
            const QStyleOptionViewItem option = optionFor(text, side | Qt::AlignVCenter);
            const QImage expected = ofPainter(option, text);
            QCOMPARE(ink(ofCell(texts, option)), ink(expected));
            QCOMPARE(ink(ofCell(texts, option)), ink(expected)); // kept
            QCOMPARE(expected == picture([](QPainter &) {}), text.isEmpty());
        }
    }

    void whatDoesNotFitEndsWithAnEllipsis()
    {
        CellText texts;
        const QString text = u"a name that is much longer than its column"_s;
        const QStyleOptionViewItem option = optionFor(text);
        const QImage expected = ofPainter(option, option.fontMetrics.elidedText(text, Qt::ElideRight, room.width()));
        QCOMPARE(ink(ofCell(texts, option)), ink(expected));
        QCOMPARE(ink(ofCell(texts, option)), ink(expected));
        const QImage narrow = picture([&](QPainter &painter) { texts.paint(painter, {8, 0, 60, 28}, option); });
        QVERIFY(narrow != expected);
        QVERIFY(narrow.copy(70, 0, 90, 28) == picture([](QPainter &) {}).copy(70, 0, 90, 28)); // stays in its room
    }

    void linesAreShownOnOne()
    {
        CellText texts;
        QCOMPARE(ofCell(texts, optionFor(u"two\nlines"_s)), ofCell(texts, optionFor(u"two lines"_s)));
    }

    void followsTheFontAndTheColour()
    {
        CellText texts;
        QStyleOptionViewItem option = optionFor(u"AMS-LT-0001"_s);
        const QImage before = ofCell(texts, option);
        option.font.setPixelSize(9);
        option.fontMetrics = QFontMetrics(option.font);
        const QImage smaller = ofCell(texts, option);
        QVERIFY(smaller != before);
        QCOMPARE(ink(smaller), ink(ofPainter(option, option.text)));
        option.palette.setColor(QPalette::Text, Qt::red);
        QCOMPARE(ink(ofCell(texts, option)), ink(ofPainter(option, option.text)));
    }

    void endlessTextIsBounded()
    {
        CellText texts;
        QElapsedTimer timer;
        timer.start();
        const QImage shown = ofCell(texts, optionFor(QString(1'000'000, u'x')));
        QVERIFY2(timer.elapsed() < 2'000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(shown != picture([](QPainter &) {}));
    }
};

QTEST_MAIN(CellTextTest)
#include "tst_cell_text.moc"
