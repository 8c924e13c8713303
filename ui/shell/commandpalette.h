// CommandPalette: the search box of the window, which also runs every command; for the keyboard alone.
#pragma once

#include "ui/shell/command.h"

#include <QLineEdit>
#include <QPointer>

class QListWidget;

namespace belvedere {

class CommandPalette : public QLineEdit {
    Q_OBJECT
public:
    explicit CommandPalette(QWidget *parent = nullptr);
    // Asked each time the palette opens and on every keystroke; `typed` allows commands made from the text.
    void setSource(std::function<QList<PaletteCommand>(const QString &typed)> source);
    // Puts the keyboard here and opens the list.
    void open();
    bool isOpen() const;
    QListWidget *list() const { return m_list; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void refresh();
    void close();
    void run(int row);
    void placeList();
    std::function<QList<PaletteCommand>(const QString &)> m_source;
    QList<PaletteCommand> m_shown;
    QListWidget *m_list;
    QPointer<QWidget> m_before;
};

} // namespace belvedere
