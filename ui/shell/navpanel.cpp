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
}

void NavPanel::setBranches(const QString &place, const QString &heading, const QList<Branch> &branches)
{
    int row = 0;
    while (row < count() && item(row)->data(NavDelegate::IdRole).toString() != place)
        ++row;
    if (row == count())
        return;
    QStringList keys{heading};
    for (const Branch &branch : branches)
        keys.append(branch.key);
    QStringList present;
    for (int i = row + 1; i < count() && item(i)->data(NavDelegate::BranchOfRole).toString() == place; ++i)
        present.append(i == row + 1 ? item(i)->text() : item(i)->data(NavDelegate::BranchRole).toString());
    // counts change often, and the keyboard's position should stay then
    const bool isOther = branches.isEmpty() || present != keys;
    if (isOther) {
        for (qsizetype i = 0; i < present.size(); ++i)
            delete takeItem(row + 1);
        for (qsizetype i = 0; !branches.isEmpty() && i < keys.size(); ++i) {
            auto *line = new QListWidgetItem(i == 0 ? heading : QString());
            line->setFlags(i == 0 ? Qt::ItemFlags(Qt::NoItemFlags) : Qt::ItemIsEnabled | Qt::ItemIsSelectable);
            line->setData(NavDelegate::BranchOfRole, place);
            if (i > 0)
                line->setData(NavDelegate::BranchRole, keys[i]);
            insertItem(row + 1 + int(i), line);
        }
    }
    for (qsizetype i = 0; i < branches.size(); ++i)
        showBranch(item(row + 2 + int(i)), branches[i]);
    if (isOther)
        setCollapsed(m_collapsed);
    else
        fitWidth();
}

void NavPanel::showBranch(QListWidgetItem *item, const Branch &branch)
{
    item->setText(branch.title);
    item->setData(NavDelegate::DetailRole, branch.detail);
    item->setData(NavDelegate::ProblemRole, !branch.problem.isEmpty());
    item->setToolTip(branch.problem.isEmpty() ? branch.title : branch.problem);
    item->setData(Qt::AccessibleTextRole,
        tr("%1, %2", "branch of the navigation, its count")
            .arg(branch.title, branch.problem.isEmpty() ? branch.detail : branch.problem));
}

void NavPanel::setCurrentPlace(const QString &id, const QString &branch)
{
    m_current = id;
    m_currentBranch = branch;
    const auto isCurrent = [&](const QListWidgetItem &entry) {
        const QString key = entry.data(NavDelegate::BranchRole).toString();
        return key.isEmpty() ? entry.data(NavDelegate::IdRole).toString() == id
                             : key == branch && entry.data(NavDelegate::BranchOfRole).toString() == id;
    };
    bool isBranch = false;
    for (int row = 0; row < count(); ++row)
        isBranch =
            isBranch || (!item(row)->data(NavDelegate::BranchRole).toString().isEmpty() && isCurrent(*item(row)));
    for (int row = 0; row < count(); ++row) {
        QListWidgetItem *entry = item(row);
        const bool isPlace = entry->data(NavDelegate::BranchRole).toString().isEmpty();
        // while icons are all there is, the place stands for its branches
        const bool here = !id.isEmpty() && isCurrent(*entry) && (isPlace != (isBranch && !m_collapsed));
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
        const bool isBranch = !entry->data(NavDelegate::BranchOfRole).toString().isEmpty();
        entry->setHidden(collapsed && isBranch);
        if (isBranch)
            continue;
        entry->setToolTip(collapsed && entry->data(NavDelegate::IconRole).isValid() ? entry->text() : QString());
    }
    fitWidth();
    setCurrentPlace(m_current, m_currentBranch);
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
    for (int row = 0; row < count(); ++row) {
        int wanted = metrics.horizontalAdvance(item(row)->text());
        // names that people give may take a little more room, not any
        if (!item(row)->data(NavDelegate::BranchRole).toString().isEmpty())
            wanted = std::min(wanted + metrics.horizontalAdvance(u"00000"_s), 26 * metrics.averageCharWidth());
        widest = std::max(widest, wanted);
    }
    // a very long translation is shortened rather than allowed to take the page's room
    setFixedWidth(std::clamp(widest + qRound(fontMetrics().height() * 1.2) + 48, 190, 420));
}

void NavPanel::choose(QListWidgetItem *item)
{
    if (!item)
        return;
    if (const QString branch = item->data(NavDelegate::BranchRole).toString(); !branch.isEmpty())
        Q_EMIT branchChosen(item->data(NavDelegate::BranchOfRole).toString(), branch);
    else if (const QString id = item->data(NavDelegate::IdRole).toString(); !id.isEmpty())
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
