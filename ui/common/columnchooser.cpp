// Choosing and ordering columns in a check list.
#include "ui/common/columnchooser.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QListWidget>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

ColumnChooser::ColumnChooser(QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_list(new QListWidget(this))
{
    setProperty("role", u"card"_s);
    setAccessibleName(tr("Columns"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::s, space::s, space::s, space::s);
    layout->addWidget(new Label(tr("Columns"), Label::Style::Strong, Tone::Text, this));
    layout->addWidget(m_list, 1);
    auto *hint =
        new Label(tr("Drag, or Ctrl+Up and Ctrl+Down, to change the order."), Label::Style::Small, Tone::Muted, this);
    hint->setWordWrap(true);
    layout->addWidget(hint);
    QPushButton *reset = linkButton(tr("Back to the usual columns"), this);
    layout->addWidget(reset, 0, Qt::AlignLeft);

    m_list->setAccessibleName(tr("Columns"));
    m_list->setAccessibleDescription(tr("Space shows or hides a column, Ctrl+Up and Ctrl+Down move it."));
    m_list->setDragDropMode(QAbstractItemView::InternalMove);
    m_list->installEventFilter(this);
    connect(m_list, &QListWidget::itemChanged, this, &ColumnChooser::report);
    connect(m_list->model(), &QAbstractItemModel::rowsMoved, this, &ColumnChooser::report);
    connect(reset, &QPushButton::clicked, this, &ColumnChooser::resetRequested);
}

void ColumnChooser::setColumns(const QList<ColumnChoice> &columns)
{
    m_filling = true;
    m_list->clear();
    for (const ColumnChoice &column : columns) {
        auto *item = new QListWidgetItem(column.label, m_list);
        item->setData(Qt::UserRole, column.key);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsDragEnabled);
        item->setCheckState(column.visible ? Qt::Checked : Qt::Unchecked);
    }
    m_list->setCurrentRow(0);
    m_filling = false;
}

QList<ColumnChoice> ColumnChooser::columns() const
{
    QList<ColumnChoice> result;
    for (int row = 0; row < m_list->count(); ++row) {
        const QListWidgetItem *item = m_list->item(row);
        result.append({item->data(Qt::UserRole).toString(), item->text(), item->checkState() == Qt::Checked});
    }
    return result;
}

void ColumnChooser::openBelow(QWidget *anchor)
{
    const int rowHeight = fontMetrics().height() + space::s + 2;
    resize(std::max(240, fontMetrics().averageCharWidth() * 34),
        std::min(520, rowHeight * (m_list->count() + 5) + space::xl));
    const QRect screen = anchor->screen()->availableGeometry();
    QPoint corner = anchor->mapToGlobal(QPoint(anchor->width() - width(), anchor->height() + space::xs));
    corner.setX(std::clamp(corner.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    corner.setY(std::clamp(corner.y(), screen.top(), std::max(screen.top(), screen.bottom() - height())));
    QFrame::move(corner);
    show();
    m_list->setFocus(Qt::PopupFocusReason);
}

void ColumnChooser::report()
{
    if (m_filling)
        return;
    const QList<ColumnChoice> now = columns();
    const bool any = std::any_of(now.begin(), now.end(), [](const ColumnChoice &c) { return c.visible; });
    if (!any && m_list->currentItem()) {
        // a table without columns cannot be mended by clicking into it
        m_filling = true;
        m_list->currentItem()->setCheckState(Qt::Checked);
        m_filling = false;
        return;
    }
    Q_EMIT columnsChanged();
}

void ColumnChooser::move(int by)
{
    const int from = m_list->currentRow();
    const int to = from + by;
    if (from < 0 || to < 0 || to >= m_list->count())
        return;
    m_filling = true;
    m_list->insertItem(to, m_list->takeItem(from));
    m_list->setCurrentRow(to);
    m_filling = false;
    report();
}

bool ColumnChooser::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->modifiers().testFlag(Qt::ControlModifier)
            && (key->key() == Qt::Key_Up || key->key() == Qt::Key_Down)) {
            move(key->key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace belvedere
