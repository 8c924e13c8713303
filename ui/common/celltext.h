// CellText: the texts of table cells, shaped once and painted often. Styles shape a text three times for each painting,
// which is most of what repainting a table costs.
#pragma once

#include <QCache>
#include <QFont>
#include <QStaticText>

class QPainter;
class QStyleOptionViewItem;

namespace belvedere {

class CellText {
public:
    // The option's text on one line in `room`, by its font, direction and side, with an ellipsis where it does not fit.
    // GUI thread only.
    void paint(QPainter &painter, const QRect &room, const QStyleOptionViewItem &option);

private:
    QStaticText shaped(const QString &key, const QString &text);

    QCache<QString, QStaticText> m_shaped{mostShaped};
    QFont m_font; // of all that is kept

    static constexpr int mostShaped = 4'000; // some screens full
};

} // namespace belvedere
