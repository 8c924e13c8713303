// StepBar: the steps of a longer task, and which one it is at.
#pragma once

#include <QWidget>

namespace belvedere {

class Label;

class StepBar final : public QWidget {
    Q_OBJECT
public:
    explicit StepBar(const QStringList &titles, QWidget *parent = nullptr);
    void setCurrent(int step); // from 0

private:
    QStringList m_titles;
    QList<Label *> m_labels;
};

} // namespace belvedere
