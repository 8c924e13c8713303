// DifferenceList: what differs between two versions of a policy, a line for each.
#pragma once

#include "api/policies.h"

#include <QWidget>

namespace belvedere {

class Label;
class PartsTable;

class DifferenceList final : public QWidget {
    Q_OBJECT
public:
    explicit DifferenceList(QWidget *parent = nullptr);
    void show(const PolicyDiff &diff);
    void showNothing(const QString &why);
    int rowCount() const;

private:
    Label *m_text;
    PartsTable *m_table;
};

} // namespace belvedere
