// Colours and icons of what the numbers of a chart mean.
#pragma once

#include "reports/chartdata.h"
#include "ui/common/icons.h"

namespace belvedere {

QColor colourOf(ChartTone tone, const Tokens &tokens);
// A square of the colour, for the legend.
QPixmap swatch(ChartTone tone, const Tokens &tokens, int side, qreal devicePixelRatio);
// "77.9 %" of tenths of a percent, as the locale writes it.
QString percentText(qint64 perMille);

} // namespace belvedere
