// Ticking by id, so that sorting and new records leave it alone.
#include "ui/policies/checklist.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QListView>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace belvedere {

CheckModel::CheckModel(TableModel *rows, QObject *parent)
    : QIdentityProxyModel(parent)
{
    setSourceModel(rows);
}

QString CheckModel::idOf(const QModelIndex &index) const
{
    return QIdentityProxyModel::data(index, TableModel::IdRole).toString();
}

QStringList CheckModel::ticked() const
{
    QStringList ids(m_ticked.begin(), m_ticked.end());
    ids.sort();
    return ids;
}

void CheckModel::setTicked(const QStringList &ids)
{
    m_ticked = QSet<QString>(ids.begin(), ids.end());
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, 0), {Qt::CheckStateRole});
    Q_EMIT tickedChanged();
}

void CheckModel::tick(const QString &id) { setTicked(ticked() + QStringList{id}); }

Qt::ItemFlags CheckModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags usual = QIdentityProxyModel::flags(index);
    return index.isValid() && index.column() == 0 ? usual | Qt::ItemIsUserCheckable : usual;
}

QVariant CheckModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.column() != 0)
        return QIdentityProxyModel::data(index, role);
    if (role == Qt::CheckStateRole)
        return int(m_ticked.contains(idOf(index)) ? Qt::Checked : Qt::Unchecked);
    if (role == Qt::DisplayRole && columnCount() > 1) {
        const QString name = QIdentityProxyModel::data(index, role).toString();
        const QString more = QIdentityProxyModel::data(index.siblingAtColumn(1), role).toString();
        return tr("%1 – %2", "name of an item or rule, its platform, path, subject or severity").arg(name, more);
    }
    return QIdentityProxyModel::data(index, role);
}

bool CheckModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || index.column() != 0 || role != Qt::CheckStateRole)
        return false;
    if (value.toInt() == Qt::Checked)
        m_ticked.insert(idOf(index));
    else
        m_ticked.remove(idOf(index));
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    Q_EMIT tickedChanged();
    return true;
}

CheckList::CheckList(TableStore &store, const char *entity, const QStringList &columns, const QString &title,
    const QString &none, const QString &make, QWidget *parent)
    : QWidget(parent)
    , m_title(title)
    , m_rows(new TableModel(store, Display(entity, std::make_shared<SystemClock>()), this))
    , m_model(new CheckModel(m_rows, this))
    , m_view(new QListView)
    , m_count(new Label({}, Label::Style::Small, Tone::Muted))
    , m_none(new Label(none, Label::Style::Body, Tone::Muted))
{
    setObjectName(QString::fromLatin1(entity));
    m_rows->setColumns(columns);
    m_rows->sort(0);
    m_view->setModel(m_model);
    m_view->setUniformItemSizes(true);
    m_view->setAccessibleName(title);
    m_view->setAccessibleDescription(tr("Space ticks."));
    m_none->setWordWrap(true);
    auto *head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(new Label(title, Label::Style::Strong));
    head->addWidget(m_count);
    head->addStretch(1);
    if (!make.isEmpty()) {
        QPushButton *button = linkButton(make);
        connect(button, &QPushButton::clicked, this, &CheckList::makeRequested);
        head->addWidget(button);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::xs);
    layout->addLayout(head);
    layout->addWidget(m_none, 0, Qt::AlignTop);
    layout->addWidget(m_view, 1);
    connect(m_rows, &TableModel::countsChanged, this, &CheckList::refresh);
    connect(m_model, &CheckModel::tickedChanged, this, &CheckList::refresh);
    refresh();
}

QWidget *CheckList::firstFocus() const { return m_view; }

void CheckList::refresh()
{
    const bool any = m_rows->total() > 0;
    m_none->setVisible(!any);
    m_view->setVisible(any);
    m_count->setText(tr("%n chosen", nullptr, int(m_model->ticked().size())));
    if (any && !m_view->currentIndex().isValid())
        m_view->setCurrentIndex(m_model->index(0, 0));
}

} // namespace belvedere
