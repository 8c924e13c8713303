// Filling the navigation and following the current place.
#include "ui/shell/navpanel.h"

#include "ui/shell/navdelegate.h"

#include <QEvent>
#include <QKeyEvent>

using namespace Qt::StringLiterals;

namespace belvedere {

NavPanel::NavPanel(QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(u"navigation"_s);
    setAccessibleName(tr("Places"));
    setAccessibleDescription(tr("Up and Down choose, Enter opens."));
    setItemDelegate(new NavDelegate(this));
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setSelectionMode(QAbstractItemView::NoSelection);
    setMouseTracking(true);
    setProperty("role", u"navigation"_s);
    connect(this, &QListWidget::itemClicked, this, &NavPanel::choose);
}

void NavPanel::setEntries(const QList<const PlaceEntry *> &entries)
{
    clear();
    std::optional<PlaceGroup> group;
    for (const PlaceEntry *entry : entries) {
        if (group != entry->group) {
            group = entry->group;
            if (const QString title = groupTitle(*group); !title.isEmpty()) {
                auto *heading = new QListWidgetItem(title, this);
                heading->setFlags(Qt::NoItemFlags);
            }
        }
        auto *item = new QListWidgetItem(entry->titleText(), this);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setData(NavDelegate::IdRole, QString::fromLatin1(entry->id));
        item->setData(NavDelegate::IconRole, int(entry->icon));
    }
    setCollapsed(m_collapsed);
    setCurrentPlace(m_current);
}

void NavPanel::setCurrentPlace(const QString &id)
{
    m_current = id;
    for (int row = 0; row < count(); ++row) {
        QListWidgetItem *entry = item(row);
        const bool here = !id.isEmpty() && entry->data(NavDelegate::IdRole).toString() == id;
        entry->setData(NavDelegate::CurrentRole, here);
        if (here) {
            setCurrentItem(entry);
            scrollToItem(entry);
        }
    }
}

void NavPanel::setCollapsed(bool collapsed)
{
    m_collapsed = collapsed;
    for (int row = 0; row < count(); ++row) {
        QListWidgetItem *entry = item(row);
        entry->setData(NavDelegate::CollapsedRole, collapsed);
        entry->setToolTip(collapsed && entry->data(NavDelegate::IconRole).isValid() ? entry->text() : QString());
    }
    fitWidth();
    scheduleDelayedItemsLayout();
}

QStringList NavPanel::placeIds() const
{
    QStringList result;
    for (int row = 0; row < count(); ++row) {
        if (const QString id = item(row)->data(NavDelegate::IdRole).toString(); !id.isEmpty())
            result.append(id);
    }
    return result;
}

void NavPanel::fitWidth()
{
    if (m_collapsed) {
        setFixedWidth(std::max(20, qRound(fontMetrics().height() * 1.2)) + 36);
        return;
    }
    QFont font = this->font();
    font.setWeight(QFont::DemiBold);
    const QFontMetrics metrics(font);
    int widest = 0;
    for (int row = 0; row < count(); ++row)
        widest = std::max(widest, metrics.horizontalAdvance(item(row)->text()));
    // a very long translation is shortened rather than allowed to take the page's room
    setFixedWidth(std::clamp(widest + qRound(fontMetrics().height() * 1.2) + 48, 190, 420));
}

void NavPanel::choose(QListWidgetItem *item)
{
    if (const QString id = item ? item->data(NavDelegate::IdRole).toString() : QString(); !id.isEmpty())
        Q_EMIT placeChosen(id);
}

void NavPanel::changeEvent(QEvent *event)
{
    QListWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        setCollapsed(m_collapsed);
}

void NavPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space)
        choose(currentItem());
    else
        QListWidget::keyPressEvent(event);
}

} // namespace belvedere
