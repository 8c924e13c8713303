// ItemSequence: the items of a policy in the order of installation, and what each of them comes after.
#pragma once

#include "domain/deployment.h"
#include "domain/policy.h"
#include "sites/site.h"

#include <QWidget>

class QListWidget;
class QMenu;
class QPushButton;

namespace belvedere {

class Label;

class ItemSequence final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the widget.
    explicit ItemSequence(Site &site, QWidget *parent = nullptr);
    void load(const std::vector<PolicyItem> &items);
    // Those of this kind that were not there come at the end, those that are not named go; other kinds stay.
    void setItems(ItemKind kind, const QStringList &ids);
    const std::vector<PolicyItem> &items() const { return m_items; }
    QStringList items(ItemKind kind) const;
    QWidget *firstFocus() const;

Q_SIGNALS:
    void edited();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void show(int current);
    void follow();
    void move(int by);
    void fillAfter();
    // Whether `item` comes after `needed`, directly or through others.
    bool comesAfter(const QString &item, const QString &needed) const;
    // 0: the newest is pinned already, or it is not known.
    qint64 newerRevision(const PolicyItem &item) const;
    QString nameOf(const PolicyItem &item) const;
    QString textOf(const PolicyItem &item, int place) const;
    void takeNewest();

    Site &m_site;
    std::vector<PolicyItem> m_items;
    QListWidget *m_view;
    Label *m_none;
    QPushButton *m_up;
    QPushButton *m_down;
    QPushButton *m_after;
    QPushButton *m_newest;
    QMenu *m_menu;
};

} // namespace belvedere
