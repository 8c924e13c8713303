// A list whose lines are moved by buttons or Alt and the arrows.
#include "ui/policies/itemsequence.h"

#include "api/policies.h"
#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/policies/policyuse.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace belvedere {

ItemSequence::ItemSequence(Site &site, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_view(new QListWidget)
    , m_none(new Label(tr("Choose items at the left. Here you say in which order they are installed."),
          Label::Style::Body, Tone::Muted))
    , m_up(plainButton(tr("Move up")))
    , m_down(plainButton(tr("Move down")))
    , m_after(plainButton(tr("Install after…")))
    , m_newest(plainButton(tr("Take newer revision")))
    , m_menu(new QMenu(this))
{
    m_none->setWordWrap(true);
    m_view->setAccessibleName(tr("Order of installation"));
    m_view->setAccessibleDescription(tr("Alt and the arrow keys move an item."));
    m_view->setWordWrap(true);
    m_view->installEventFilter(this);
    m_up->setIcon(icon(Icon::ChevronUp));
    m_down->setIcon(icon(Icon::ChevronDown));
    m_after->setToolTip(tr("What has to be installed before this item"));
    m_newest->setToolTip(tr("The policy names an older revision of this item; devices get what the policy names"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    for (QPushButton *button : {m_up, m_down, m_after, m_newest})
        buttons->addWidget(button);
    buttons->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(new Label(tr("Order of installation"), Label::Style::Strong));
    layout->addWidget(m_none, 0, Qt::AlignTop);
    layout->addWidget(m_view, 1);
    layout->addLayout(buttons);
    layout->addStretch(0);
    connect(m_view, &QListWidget::currentRowChanged, this, &ItemSequence::follow);
    connect(m_up, &QPushButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { move(1); });
    connect(m_newest, &QPushButton::clicked, this, &ItemSequence::takeNewest);
    connect(m_after, &QPushButton::clicked, this, [this] {
        fillAfter();
        m_menu->popup(m_after->mapToGlobal(QPoint(0, m_after->height())));
    });
    for (const ItemKind kind : itemKinds)
        connect(&itemList(site, kind), &LiveList::stateChanged, this, [this] { show(m_view->currentRow()); });
    show(0);
}

void ItemSequence::load(const std::vector<PolicyItem> &items)
{
    m_items = items;
    show(0);
}

QStringList ItemSequence::items(ItemKind kind) const
{
    QStringList ids;
    for (const PolicyItem &item : m_items) {
        if (itemKind(item.item) == kind)
            ids.append(item.item);
    }
    return ids;
}

void ItemSequence::setItems(ItemKind kind, const QStringList &ids)
{
    QStringList gone;
    for (const QString &known : items(kind)) {
        if (!ids.contains(known))
            gone.append(known);
    }
    std::erase_if(m_items, [&gone](const PolicyItem &item) { return gone.contains(item.item); });
    for (PolicyItem &item : m_items)
        item.after.removeIf([&gone](const QString &needed) { return gone.contains(needed); });
    const QStringList kept = items(kind);
    for (const QString &id : ids) {
        if (!kept.contains(id))
            m_items.push_back({id, {}, 0, {}, {}}); // the list knows its name, perhaps later
    }
    show(m_view->currentRow());
    Q_EMIT edited();
}

QWidget *ItemSequence::firstFocus() const { return m_view; }

bool ItemSequence::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_view && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isMove = key->key() == Qt::Key_Up || key->key() == Qt::Key_Down;
        if (isMove && key->modifiers() == Qt::AltModifier) {
            move(key->key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void ItemSequence::show(int current)
{
    const QSignalBlocker quiet(m_view);
    m_view->clear();
    for (size_t i = 0; i < m_items.size(); ++i)
        m_view->addItem(textOf(m_items[i], int(i) + 1));
    m_view->setCurrentRow(qMin(qMax(0, current), int(m_items.size()) - 1)); // -1: no items
    m_none->setVisible(m_items.empty());
    m_view->setVisible(!m_items.empty());
    follow();
}

void ItemSequence::follow()
{
    const int row = m_view->currentRow();
    const bool any = row >= 0 && row < int(m_items.size());
    const bool several = m_items.size() > 1;
    for (QPushButton *button : {m_up, m_down, m_after})
        button->setVisible(several);
    m_up->setEnabled(any && row > 0);
    m_down->setEnabled(any && row + 1 < int(m_items.size()));
    m_after->setEnabled(any);
    m_newest->setVisible(any && newerRevision(m_items[size_t(row)]) > 0);
}

void ItemSequence::move(int by)
{
    const int from = m_view->currentRow();
    const int to = from + by;
    if (from < 0 || to < 0 || to >= int(m_items.size()))
        return;
    std::swap(m_items[size_t(from)], m_items[size_t(to)]);
    show(to);
    Q_EMIT edited();
}

bool ItemSequence::comesAfter(const QString &item, const QString &needed) const
{
    QStringList open{item};
    QStringList seen;
    while (!open.isEmpty()) {
        const QString next = open.takeLast();
        if (seen.contains(next))
            continue;
        seen.append(next);
        for (const PolicyItem &candidate : m_items) {
            if (candidate.item != next)
                continue;
            if (candidate.after.contains(needed))
                return true;
            open += candidate.after;
        }
    }
    return false;
}

void ItemSequence::fillAfter()
{
    m_menu->clear();
    const int row = m_view->currentRow();
    if (row < 0)
        return;
    const PolicyItem &item = m_items[size_t(row)];
    m_menu->addSection(tr("“%1” is installed after").arg(nameOf(item)));
    for (const PolicyItem &other : m_items) {
        if (other.item == item.item)
            continue;
        const bool wouldCircle = comesAfter(other.item, item.item);
        QAction *action =
            m_menu->addAction(wouldCircle ? tr("%1 (comes after this item)").arg(nameOf(other)) : nameOf(other));
        action->setCheckable(true);
        action->setChecked(item.after.contains(other.item));
        action->setEnabled(!wouldCircle);
        connect(action, &QAction::toggled, this, [this, row, id = other.item](bool on) {
            QStringList &after = m_items[size_t(row)].after;
            after.removeAll(id);
            if (on)
                after.append(id);
            after = canonicalSet(after);
            show(row);
            Q_EMIT edited();
        });
    }
}

qint64 ItemSequence::newerRevision(const PolicyItem &item) const
{
    if (item.revision == 0)
        return 0;
    const qint64 newest = itemRevision(m_site, item.item);
    return newest > item.revision ? newest : 0;
}

QString ItemSequence::nameOf(const PolicyItem &item) const
{
    return item.name.isEmpty() ? itemName(m_site, item.item) : item.name;
}

QString ItemSequence::textOf(const PolicyItem &item, int place) const
{
    QStringList parts{tr("%1. %2", "place and name of an item").arg(place).arg(nameOf(item))};
    QStringList needed;
    for (const PolicyItem &other : m_items) {
        if (item.after.contains(other.item))
            needed.append(nameOf(other));
    }
    if (!needed.isEmpty())
        parts.append(tr("after %1").arg(needed.join(tr(", ", "between names"))));
    if (const qint64 newer = newerRevision(item))
        parts.append(tr("revision %1, newer available: %2").arg(item.revision).arg(newer));
    return parts.join(tr(" · ", "between facts"));
}

void ItemSequence::takeNewest()
{
    const int row = m_view->currentRow();
    if (row < 0)
        return;
    m_items[size_t(row)].revision = 0;
    show(row);
    Q_EMIT edited();
}

} // namespace belvedere
