// RunList: what became of an action on each device, live; or of every action on one device.
#pragma once

#include "api/actions.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "table/tablemodel.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QTableView;

namespace belvedere {

class Label;
class PropertyList;
class StateStack;

class RunList final : public QWidget {
    Q_OBJECT
public:
    enum class Of : quint8 { Action, Device };
    // `site` outlives the widget.
    RunList(Site &site, Of of, QWidget *parent = nullptr);
    // The id of the action or device.
    void open(const QString &id);
    bool isSettled() const;
    TableModel &model() { return *m_model; }
    QTableView *view() const { return m_view; }

Q_SIGNALS:
    // The other side of a run: its device in the list of an action, its action in the list of a device.
    void opened(const QString &id);

private:
    int detailColumn() const { return m_of == Of::Action ? 2 : 3; }
    void arrange();
    void applyQuery();
    void follow();
    void loadRun();
    void showRun(const ActionRun &run);
    QString currentRun() const;
    QString otherSide(const QString &run) const;

    Site &m_site;
    LiveList &m_list;
    Of m_of;
    QString m_id;
    RequestScope m_scope;
    int m_waiting = 0; // answers
    TableModel *m_model;
    QTableView *m_view;
    Label *m_count;
    QComboBox *m_which;
    PropertyList *m_run; // the chosen one, with its proof
    QPushButton *m_open;
    QWidget *m_panel;
    StateStack *m_states;
};

} // namespace belvedere
