// HolderPicker: finds the device or the person who gets a seat of a licence.
#pragma once

#include "api/content.h"
#include "sites/site.h"
#include "table/tablemodel.h"
#include "ui/common/overlay.h"

class QLineEdit;
class QListView;
class QPushButton;

namespace belvedere {

class HolderPicker final : public Overlay {
    Q_OBJECT
public:
    // `site` outlives the sheet.
    HolderPicker(Site &site, HolderKind kind, const QString &licence, QWidget *window);

Q_SIGNALS:
    void picked(const QString &id);

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
