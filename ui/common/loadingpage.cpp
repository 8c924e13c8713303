// Painting of the placeholder rows.
#include "ui/common/loadingpage.h"

#include "ui/common/label.h"

#include <QPainter>
#include <QVBoxLayout>

namespace belvedere {

LoadingPage::LoadingPage(QWidget *parent)
    : QWidget(parent)
    , m_text(new Label({}, Label::Style::Body, Tone::Muted, this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->addWidget(m_text);
    layout->addStretch();
}

void LoadingPage::setText(const QString &text)
{
    m_text->setText(text);
    setAccessibleName(text);
}

void LoadingPage::paintEvent(QPaintEvent *)
{
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const int rowHeight = fontMetrics().height() + space::m;
    const int bar = fontMetrics().xHeight() + 2;
    const int top = m_text->geometry().bottom() + space::m;
    // fixed proportions, so that the picture is the same each time
    static constexpr double starts[] = {0, 0.3, 0.52, 0.72};
    static constexpr double widths[] = {0.2, 0.14, 0.16, 0.1};
    const double span = width() - 2.0 * space::l;
    constexpr int rows = 8;
    for (int row = 0; row < rows; ++row) {
        QColor colour = tokens.border;
        colour.setAlphaF(0.9F * float(rows - row) / rows);
        painter.setBrush(colour);
        for (int column = 0; column < 4; ++column) {
            const double stretch = 1 - 0.13 * ((row * 3 + column * 5) % 4);
            painter.drawRoundedRect(
                QRectF(space::l + starts[column] * span, top + row * rowHeight, widths[column] * span * stretch, bar),
                3, 3);
        }
    }
}

} // namespace belvedere
