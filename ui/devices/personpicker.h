// PersonPicker: finds the person who uses a device.
#pragma once

#include "domain/person.h"
#include "sites/site.h"
#include "table/tablemodel.h"
#include "ui/common/overlay.h"

class QLineEdit;
class QListView;
class QPushButton;

namespace belvedere {

class PersonPicker : public Overlay {
    Q_OBJECT
public:
    // `site` outlives the sheet.
    PersonPicker(Site &site, const QString &deviceName, QWidget *window);

Q_SIGNALS:
    void picked(const belvedere::Id<belvedere::Person> &person); // empty: nobody

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { dismiss(); }
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void pick();
    TableModel *m_model;
    QLineEdit *m_search;
    QListView *m_list;
    QPushButton *m_accept;
};

} // namespace belvedere
