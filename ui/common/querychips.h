// QueryChips: the conditions of a query in words, each of which can be taken away.
#pragma once

#include "query/describe.h"

#include <QWidget>

class QHBoxLayout;

namespace belvedere {

class QueryChips : public QWidget {
    Q_OBJECT
public:
    static constexpr qsizetype mostShown = 6; // what comes after them is only counted

    explicit QueryChips(QWidget *parent = nullptr);
    // Hidden while there is nothing to show.
    void set(const QList<QueryChip> &chips);

Q_SIGNALS:
    void removed(qsizetype index);

private:
    QHBoxLayout *m_layout;
    QStringList m_labels;
};

} // namespace belvedere
