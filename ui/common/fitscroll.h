// FitScroll: as high as its content wants to be, and scrolled when there is less room; what has the keyboard is in
// sight.
#pragma once

#include <QScrollArea>

namespace belvedere {

class FitScroll : public QScrollArea {
    Q_OBJECT
public:
    // Takes ownership of `content`.
    explicit FitScroll(QWidget *content, QWidget *parent = nullptr);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void reveal(); // what has the keyboard, if it is in here
};

} // namespace belvedere
