// The list below the search box.
#include "ui/shell/commandpalette.h"

#include "ui/common/label.h"
#include "ui/shell/commanddelegate.h"

#include <QKeyEvent>
#include <QListWidget>
#include <QPainter>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace belvedere {

CommandPalette::CommandPalette(QWidget *parent)
    : QLineEdit(parent)
    , m_list(new QListWidget(this)) // the window's once it opens
{
    setObjectName(u"palette"_s);
    setPlaceholderText(tr("Search or run a command"));
    setAccessibleName(tr("Search and commands"));
    setAccessibleDescription(tr("Type to search, Up and Down choose, Enter runs, Escape closes."));
    setMaxLength(200);
    setTextMargins(22, 0, 0, 0);
    m_list->setObjectName(u"palette-list"_s);
    m_list->setAccessibleName(tr("Commands"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setItemDelegate(new CommandDelegate(m_list));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setProperty("role", u"dropdown"_s);
    m_list->setMouseTracking(true);
    m_list->hide();
    connect(this, &QLineEdit::textEdited, this, &CommandPalette::refresh);
    connect(m_list, &QListWidget::itemClicked, this, [this](QListWidgetItem *item) { run(m_list->row(item)); });
}

void CommandPalette::setSource(std::function<QList<PaletteCommand>(const QString &)> source)
{
    m_source = std::move(source);
}

bool CommandPalette::isOpen() const { return m_list->isVisible(); }

void CommandPalette::open()
{
    if (!hasFocus()) {
        m_before = window()->focusWidget();
        setFocus(Qt::ShortcutFocusReason);
    }
    selectAll();
    refresh();
}

void CommandPalette::refresh()
{
    if (!m_source)
        return;
    m_shown = m_source(text());
    m_list->clear();
    for (const PaletteCommand &command : m_shown) {
        auto *item = new QListWidgetItem(command.title, m_list);
        item->setData(CommandDelegate::ContextRole, command.context);
        item->setData(CommandDelegate::ShortcutRole, command.shortcut);
        item->setData(CommandDelegate::IconRole, int(command.icon));
        item->setData(
            Qt::AccessibleTextRole, tr("%1, %2", "command, where it belongs").arg(command.title, command.context));
    }
    if (m_shown.isEmpty()) {
        auto *item = new QListWidgetItem(tr("Nothing found"), m_list);
        item->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(0);
    placeList();
    m_list->show();
    m_list->raise();
}

void CommandPalette::placeList()
{
    if (m_list->parentWidget() != window())
        m_list->setParent(window());
    const QPoint corner = mapTo(window(), QPoint(0, height() + 2));
    const int width = std::max(this->width(), std::min(560, window()->width() - 2 * space::l));
    const int left = std::clamp(corner.x() + (this->width() - width) / 2, int(space::s),
        std::max(int(space::s), window()->width() - width - space::s));
    const int rows = std::max(1, m_list->count());
    const int needed = rows * m_list->sizeHintForRow(0) + 2 * m_list->frameWidth() + space::s;
    m_list->setGeometry(left, corner.y(), width, std::min(needed, window()->height() - corner.y() - space::l));
}

void CommandPalette::close()
{
    m_list->hide();
    clear();
    m_shown.clear();
    if (hasFocus()) {
        if (m_before && m_before->isVisible())
            m_before->setFocus(Qt::OtherFocusReason);
        else
            clearFocus();
    }
    m_before.clear();
}

void CommandPalette::run(int row)
{
    if (row < 0 || row >= m_shown.size())
        return;
    const std::function<void()> command = m_shown[row].run;
    close();
    if (command)
        command();
}

void CommandPalette::keyPressEvent(QKeyEvent *event)
{
    const int count = int(m_shown.size());
    switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (!isOpen())
            refresh();
        else if (count > 0)
            m_list->setCurrentRow((m_list->currentRow() + (event->key() == Qt::Key_Down ? 1 : count - 1)) % count);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isOpen())
            run(m_list->currentRow());
        return;
    case Qt::Key_Escape:
        close();
        return;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void CommandPalette::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    if (event->reason() == Qt::MouseFocusReason)
        refresh();
}

void CommandPalette::mousePressEvent(QMouseEvent *event)
{
    QLineEdit::mousePressEvent(event);
    if (!isOpen())
        refresh();
}

void CommandPalette::focusOutEvent(QFocusEvent *event)
{
    QLineEdit::focusOutEvent(event);
    // a click into the list does not take the focus, so this is somebody going elsewhere
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        m_list->hide();
}

void CommandPalette::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    const Tokens &tokens = tokensFor(palette());
    QPainter painter(this);
    painter.drawPixmap(
        QPoint(space::s, (height() - 16) / 2), iconPixmap(Icon::Search, 16, tokens.muted, devicePixelRatioF()));
    if (!hasFocus() && text().isEmpty() && width() > 320) {
        painter.setPen(tokens.muted);
        painter.drawText(rect().adjusted(0, 0, -space::m, 0), Qt::AlignRight | Qt::AlignVCenter,
            QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText));
    }
}

} // namespace belvedere
