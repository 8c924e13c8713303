// BulkBar: appears once rows are selected and offers what can be done with all of them.
#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;

namespace belvedere {

class Label;

class BulkBar : public QWidget {
    Q_OBJECT
public:
    explicit BulkBar(QWidget *parent = nullptr);
    // Hidden at zero.
    void setCount(qint64 selected);
    // A button that follows the action's text, enabled state and visibility.
    void addAction(QAction *action);
    bool hasActions() const;

Q_SIGNALS:
    void clearRequested();

private:
    Label *m_count;
    QHBoxLayout *m_actions;
};

} // namespace belvedere
