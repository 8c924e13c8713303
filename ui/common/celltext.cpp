// Shaping, cutting and placing of cell texts.
#include "ui/common/celltext.h"

#include <cmath>
#include <QPainter>
#include <QStyle>
#include <QStyleOptionViewItem>

namespace belvedere {

namespace {

constexpr qsizetype mostLetters = 1'000; // no cell is as wide

} // namespace

QStaticText CellText::shaped(const QString &key, const QString &text)
{
    if (const QStaticText *known = m_shaped.object(key))
        return *known;
    QStaticText fresh(text);
    fresh.setTextFormat(Qt::PlainText);
    fresh.prepare({}, m_font);
    m_shaped.insert(key, new QStaticText(fresh)); // both share the layout
    return fresh;
}

void CellText::paint(QPainter &painter, const QRect &room, const QStyleOptionViewItem &option)
{
    if (option.text.isEmpty() || room.width() <= 0)
        return;
    if (option.font != m_font) {
        m_shaped.clear();
        m_font = option.font;
    }
    QString line = option.text.left(mostLetters);
    line.replace(u'\n', u' ');
    QStaticText text = shaped(line, line);
    if (text.size().width() > room.width()) {
        const QString key = line + QChar(u'\0') + QString::number(room.width());
        const bool isKnown = m_shaped.contains(key);
        text = shaped(key, isKnown ? QString() : option.fontMetrics.elidedText(line, Qt::ElideRight, room.width()));
    }
    const QSizeF size = text.size();
    const Qt::Alignment side = QStyle::visualAlignment(option.direction, option.displayAlignment);
    const double left = side.testFlag(Qt::AlignRight) ? room.width() - size.width() : 0;
    // on whole pixels from above, so that all rows look alike
    const QPointF corner = room.topLeft() + QPointF(left, std::floor((room.height() - size.height()) / 2));
    const auto group = option.state.testFlag(QStyle::State_Enabled) ? QPalette::Active : QPalette::Disabled;
    painter.setFont(m_font);
    painter.setPen(option.palette.color(group, QPalette::Text));
    painter.drawStaticText(corner, text);
}

} // namespace belvedere
