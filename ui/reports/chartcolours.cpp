// Choice of colours.
#include "ui/reports/chartcolours.h"

#include <QLocale>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace belvedere {

QColor colourOf(ChartTone tone, const Tokens &tokens)
{
    switch (tone) {
    case ChartTone::Good:
        return tokens.ok;
    case ChartTone::Caution:
        return tokens.warning;
    case ChartTone::Bad:
        return tokens.danger;
    case ChartTone::Unclear:
        return tokens.info;
    case ChartTone::Broken:
        return mixed(tokens.danger, tokens.text, 0.55);
    case ChartTone::Outside:
        break;
    }
    return mixed(tokens.raised, tokens.strongBorder, 0.5);
}

QPixmap swatch(ChartTone tone, const Tokens &tokens, int side, qreal devicePixelRatio)
{
    QPixmap picture(QSize(side, side) * devicePixelRatio);
    picture.setDevicePixelRatio(devicePixelRatio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colourOf(tone, tokens));
    painter.drawRoundedRect(QRectF(1, 1, side - 2, side - 2), 3, 3);
    return picture;
}

QString percentText(qint64 perMille)
{
    const QLocale locale;
    return locale.toString(double(perMille) / 10, 'f', perMille % 10 == 0 ? 0 : 1) + u'\u00a0' + locale.percent();
}

} // namespace belvedere
