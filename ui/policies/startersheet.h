// StarterSheet: the starter rules, to be searched, ticked and made rules of the site.
#pragma once

#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/common/overlay.h"

class QLineEdit;
class QPushButton;
class QTreeWidget;

namespace belvedere {

class InlineMessage;
class Label;

class StarterSheet final : public Overlay {
    Q_OBJECT
public:
    // `present`: keys that the site has rules of already. `site` outlives the sheet.
    StarterSheet(Site &site, const QStringList &present, QWidget *window);
    // Called with the ids of the rules that were made, as the sheet goes.
    std::function<void(const QStringList &rules)> onAdded;

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { dismiss(); }

private:
    void fill(const QStringList &present);
    void filter(const QString &text);
    QStringList ticked() const;
    void follow();
    void add();

    Site &m_site;
    RequestScope m_scope;
    QLineEdit *m_search;
    QTreeWidget *m_list;
    Label *m_about;
    InlineMessage *m_message;
    QPushButton *m_add;
};

} // namespace belvedere
