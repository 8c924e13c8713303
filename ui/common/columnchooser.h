// ColumnChooser: which columns a table shows and in which order.
#pragma once

#include <QFrame>

class QListWidget;

namespace belvedere {

struct ColumnChoice {
    QString key; // stable name
    QString label;
    bool visible;
};

// A panel that opens below a button and closes by itself; every change takes effect at once.
class ColumnChooser : public QFrame {
    Q_OBJECT
public:
    explicit ColumnChooser(QWidget *parent = nullptr);
    void setColumns(const QList<ColumnChoice> &columns);
    QList<ColumnChoice> columns() const;
    // Below `anchor`, inside its screen.
    void openBelow(QWidget *anchor);

Q_SIGNALS:
    void columnsChanged();
    void resetRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void report();
    void move(int by);
    QListWidget *m_list;
    bool m_filling = false;
};

} // namespace belvedere
