// BulkBar: appears once rows are selected and offers what can be done with all of them.
#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;
class QPushButton;

namespace belvedere {

class Label;

class BulkBar : public QWidget {
    Q_OBJECT
public:
    explicit BulkBar(QWidget *parent = nullptr);
    // Hidden at zero; offers to select all `matching` rows while there are more of those.
    void setCount(qint64 selected, qint64 matching = 0);
    // A button that follows the action's text, enabled state and visibility.
    void addAction(QAction *action);
    bool hasActions() const;

Q_SIGNALS:
    void clearRequested();
    void allRequested();

private:
    Label *m_count;
    QPushButton *m_all;
    QHBoxLayout *m_actions;
};

} // namespace belvedere
