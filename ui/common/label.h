// Label: plain text in one of the window's text styles, which follows changes of the text size.
#pragma once

#include "ui/common/tokens.h"

#include <QLabel>

namespace belvedere {

// Never interprets text as markup; wraps when told to; the text can be selected when `selectable`.
class Label : public QLabel {
    Q_OBJECT
public:
    enum class Style : quint8 { Body, Strong, Small, Heading, Title, Mono };

    explicit Label(
        const QString &text = {}, Style style = Style::Body, Tone tone = Tone::Text, QWidget *parent = nullptr);
    void setTone(Tone tone);
    void setSelectable(bool on);
};

// A label that shortens its text with an ellipsis and then shows the whole as a tool tip.
class ElidedLabel : public Label {
    Q_OBJECT
public:
    using Label::Label;
    void setFullText(const QString &text);
    QString fullText() const { return m_full; }
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void elide();
    QString m_full;
};

} // namespace belvedere
