// ReportView: a report on the screen: headline, pictures, and the same numbers as tables.
#pragma once

#include "reports/report.h"

#include <QWidget>

class QBoxLayout;

namespace belvedere {

class BarChart;
class ChartTable;
class Label;
class RingChart;

class ReportView final : public QWidget {
    Q_OBJECT
public:
    explicit ReportView(QWidget *parent = nullptr);
    // `sentence` says the headline in words, `more` what it leaves out. Expects a ring and then bars.
    void show(const Report &report, const QString &sentence, const QString &more);

Q_SIGNALS:
    // What a number counts: a query in the list of a place.
    void chosen(const QString &place, const QString &query);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    Label *m_sentence;
    Label *m_more;
    QBoxLayout *m_top; // beside each other, or below each other where it is narrow
    RingChart *m_ring;
    ChartTable *m_states;
    Label *m_rulesTitle;
    BarChart *m_bars;
    ChartTable *m_rules;
    QString m_statesPlace;
    QString m_rulesPlace;
};

} // namespace belvedere
