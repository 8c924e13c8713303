// Text styles.
#include "ui/common/label.h"

#include "ui/common/severity.h"

#include <QEvent>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace belvedere {

Label::Label(const QString &text, Style style, Tone tone, QWidget *parent)
    : QLabel(parent)
{
    setTextFormat(Qt::PlainText);
    setText(text);
    static const QString names[] = {u"body"_s, u"strong"_s, u"small"_s, u"heading"_s, u"title"_s, u"mono"_s};
    setProperty("textStyle", names[size_t(style)]);
    setTone(tone);
}

void Label::setTone(Tone tone)
{
    setProperty("tone", toneName(tone));
    QWidget::style()->unpolish(this);
    QWidget::style()->polish(this);
}

void Label::setSelectable(bool on)
{
    setTextInteractionFlags(on ? Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard : Qt::NoTextInteraction);
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
    // a short text needs no more than itself
    return {std::min(fontMetrics().averageCharWidth() * 6, sizeHint().width()), Label::minimumSizeHint().height()};
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
