// PageHeader: title, counts and the page's own actions.
#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QMenu;
class QPushButton;
class QToolButton;

namespace belvedere {

class ElidedLabel;

class PageHeader : public QWidget {
    Q_OBJECT
public:
    explicit PageHeader(const QString &title, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    // "1,204 of 12,000"; empty: none.
    void setCounts(const QString &text);
    // Adds a widget at the right end, in reading order.
    void addWidget(QWidget *widget);
    // A button for the action, which shares its text, enabled state and visibility. Where there is no room for all of
    // them, those that are not primary go into a menu, the last ones first.
    void addAction(QAction *action, bool primary = false);

protected:
    bool event(QEvent *event) override;

private:
    struct Command {
        QAction *action;
        QPushButton *button;
        bool isPrimary;
    };
    void addMore();
    void arrange();
    QList<QAction *> withoutRoom() const;

    ElidedLabel *m_title;
    ElidedLabel *m_counts;
    QHBoxLayout *m_end;
    QList<Command> m_commands;
    QToolButton *m_more = nullptr; // once there are commands
    QMenu *m_menu = nullptr;
};

} // namespace belvedere
