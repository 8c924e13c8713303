// SidePanel: a page with an inspector at its right that can be opened, resized and closed.
#pragma once

#include <QSplitter>

namespace belvedere {

class ElidedLabel;

class SidePanel : public QSplitter {
    Q_OBJECT
public:
    // Takes ownership of both; the inspector starts closed.
    SidePanel(QWidget *main, QWidget *inspector, QWidget *parent = nullptr);
    bool isOpen() const;
    void setOpen(bool open);
    // Of what the inspector shows.
    void setTitle(const QString &title);
    // In place of the inspector: that there is nothing to inspect, and what to do about it.
    void showNothing();

Q_SIGNALS:
    void openChanged(bool open);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *m_panel;
    ElidedLabel *m_title;
    QWidget *m_inspector;
    QWidget *m_hint;
};

} // namespace belvedere
