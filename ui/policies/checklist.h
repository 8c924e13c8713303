// CheckList: the records of a list, each with a box to tick.
#pragma once

#include "table/tablemodel.h"

#include <QIdentityProxyModel>
#include <QSet>
#include <QWidget>

class QListView;

namespace belvedere {

class Label;

// A box before the first column; the second column follows in the same text.
class CheckModel final : public QIdentityProxyModel {
    Q_OBJECT
public:
    explicit CheckModel(TableModel *rows, QObject *parent = nullptr);
    QStringList ticked() const; // sorted; also ids that are not shown
    void setTicked(const QStringList &ids);
    void tick(const QString &id);

    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void tickedChanged();

private:
    QString idOf(const QModelIndex &index) const;
    QSet<QString> m_ticked;
};

class CheckList final : public QWidget {
    Q_OBJECT
public:
    // `columns`: two fields of the list. `make` is the button's text, empty for none. The store outlives the widget.
    CheckList(TableStore &store, const char *entity, const QStringList &columns, const QString &title,
        const QString &none, const QString &make, QWidget *parent = nullptr);
    CheckModel &model() { return *m_model; }
    const QString &title() const { return m_title; }
    QWidget *firstFocus() const;

Q_SIGNALS:
    void makeRequested();

private:
    void refresh();
    QString m_title;
    TableModel *m_rows;
    CheckModel *m_model;
    QListView *m_view;
    Label *m_count;
    Label *m_none;
};

} // namespace belvedere
