// RecordPicker: finds one record of a list by what is typed, over the window.
#pragma once

#include "sites/livelist.h"
#include "table/tablemodel.h"
#include "ui/common/overlay.h"

class QLineEdit;
class QListView;
class QPushButton;

namespace belvedere {

class RecordPicker final : public Overlay {
    Q_OBJECT
public:
    struct Texts {
        QString title; // the question: "Who uses LT-1?"
        QString search; // what can be typed: "Name, e-mail or department"
        QString list; // what is chosen from: "Persons"
        QString none; // the button that chooses none of them: "Nobody"; empty: one has to be chosen
    };
    // `entity` is the translation context of the list's records. `list` outlives the sheet.
    RecordPicker(LiveList &list, const char *entity, const Texts &texts, QWidget *window);

Q_SIGNALS:
    void picked(const QString &id); // empty: none of them

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
