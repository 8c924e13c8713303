// StepBar: the steps of a longer task, and which one it is at.
#pragma once

#include <QWidget>

namespace belvedere {

class Label;

// Where there is no room for all titles, only the current one is shown.
class StepBar final : public QWidget {
    Q_OBJECT
public:
    explicit StepBar(const QStringList &titles, QWidget *parent = nullptr);
    void setCurrent(int step); // from 0
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();
    QStringList m_titles;
    QList<Label *> m_labels;
    Label *m_alone; // "Step 2 of 5: Devices"
    int m_current = 0;
};

} // namespace belvedere
