// Text styles.
#include "ui/common/label.h"

#include "ui/common/severity.h"

#include <QApplication>
#include <QEvent>
#include <QStyle>

namespace belvedere {

Label::Label(const QString &text, Style style, Tone tone, QWidget *parent)
    : QLabel(parent)
    , m_style(style)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    setTone(tone);
    applyFont();
}

void Label::setTone(Tone tone)
{
    setProperty("tone", toneName(tone));
    style()->unpolish(this);
    style()->polish(this);
}

void Label::setSelectable(bool on)
{
    setTextInteractionFlags(on ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard : Qt::NoTextInteraction);
}

void Label::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (event->type() == QEvent::ApplicationFontChange)
        applyFont();
}

void Label::applyFont()
{
    static constexpr double factors[] = {1, 1, 0.9, 1.15, 1.45};
    QFont font = QApplication::font();
    const double factor = factors[size_t(m_style)];
    if (font.pointSizeF() > 0)
        font.setPointSizeF(font.pointSizeF() * factor);
    else
        font.setPixelSize(qRound(font.pixelSize() * factor));
    if (m_style == Style::Strong || m_style == Style::Heading || m_style == Style::Title)
        font.setWeight(QFont::DemiBold);
    setFont(font);
}

void ElidedLabel::setFullText(const QString &text)
{
    m_full = text;
    setAccessibleName(text);
    updateGeometry();
    elide();
}

QSize ElidedLabel::minimumSizeHint() const
{
    return {fontMetrics().averageCharWidth() * 6, Label::minimumSizeHint().height()};
}

QSize ElidedLabel::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(m_full) + 2, Label::sizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent *event)
{
    Label::resizeEvent(event);
    elide();
}

void ElidedLabel::changeEvent(QEvent *event)
{
    Label::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        elide();
}

void ElidedLabel::elide()
{
    const QString shown = fontMetrics().elidedText(m_full, Qt::ElideRight, width());
    setText(shown);
    setToolTip(shown == m_full ? QString() : m_full);
}

} // namespace belvedere
