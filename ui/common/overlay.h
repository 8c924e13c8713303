// Overlay: a card laid over the window, which keeps the keyboard until it is answered; no dialog, no nested loop.
#pragma once

#include <QPointer>
#include <QWidget>

class QFrame;

namespace belvedere {

class Overlay : public QWidget {
    Q_OBJECT
public:
    // Covers `window`, dims it and follows its size; deletes itself when closed.
    explicit Overlay(QWidget *window);
    void open();
    // Gives the focus back to where it was.
    void dismiss();

protected:
    QFrame *card() const { return m_card; }
    // Takes most of the window, whatever the content needs.
    void setRoomy(bool on) { m_roomy = on; }
    // The widget that gets the keyboard on opening.
    virtual QWidget *firstFocus() const = 0;
    // Escape.
    virtual void onEscape() = 0;

    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();
    QFrame *m_card;
    bool m_roomy = false;
    QPointer<QWidget> m_before;
};

} // namespace belvedere
