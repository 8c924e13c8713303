// CountsRow: how many of each state, each with its icon and word.
#pragma once

#include "ui/common/badge.h"

class QGridLayout;

namespace belvedere {

struct StateCount {
    QString word; // "Installed"
    qint64 count = 0;
    BadgeLook look;
    bool operator==(const StateCount &other) const { return word == other.word && count == other.count; }
};

class CountsRow final : public QWidget {
    Q_OBJECT
public:
    explicit CountsRow(int columns, QWidget *parent = nullptr);
    // States that nothing is in are left out, unless all are.
    void set(const QList<StateCount> &counts);

private:
    QGridLayout *m_grid;
    int m_columns;
    QList<StateCount> m_shown;
};

} // namespace belvedere
