// The inspector's frame and its share of the width.
#include "ui/common/sidepanel.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QKeyEvent>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

SidePanel::SidePanel(QWidget *main, QWidget *inspector, QWidget *parent)
    : QSplitter(Qt::Horizontal, parent)
    , m_panel(new QWidget)
    , m_title(new ElidedLabel({}, Label::Style::Heading))
{
    addWidget(main);
    addWidget(m_panel);
    setChildrenCollapsible(false);
    setStretchFactor(0, 1);
    setStretchFactor(1, 0);
    setHandleWidth(1);

    QToolButton *close = iconButton(Icon::Close, tr("Close the inspector"), m_panel);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(space::l, space::s, space::s, space::xs);
    head->addWidget(m_title, 1);
    head->addWidget(close);
    auto *scroll = new QScrollArea;
    m_inspector = scroll;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inspector);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    inspector->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(head);
    auto *hint = new Label(tr("Choose a row to see more of it here."), Label::Style::Body, Tone::Muted);
    hint->setWordWrap(true);
    hint->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    hint->setContentsMargins(space::l, space::s, space::l, 0);
    m_hint = hint;
    m_hint->hide();
    layout->addWidget(scroll, 1);
    layout->addWidget(m_hint, 1);
    m_panel->setProperty("role", u"panel"_s);
    m_panel->setAttribute(Qt::WA_StyledBackground);
    m_panel->setMinimumWidth(280);
    m_panel->hide();
    connect(close, &QToolButton::clicked, this, [this] { setOpen(false); });
}

bool SidePanel::isOpen() const { return !m_panel->isHidden(); }

void SidePanel::setOpen(bool open)
{
    if (open == isOpen())
        return;
    m_panel->setVisible(open);
    if (open) {
        const int wanted = std::max(340, fontMetrics().averageCharWidth() * 46);
        const int share = std::max(280, std::min(wanted, width() * 45 / 100));
        setSizes({std::max(1, width() - share), share});
    }
    Q_EMIT openChanged(open);
}

void SidePanel::setTitle(const QString &title)
{
    m_title->setFullText(title);
    m_panel->setAccessibleName(title);
    m_inspector->show();
    m_hint->hide();
}

void SidePanel::showNothing()
{
    setTitle(tr("Nothing chosen"));
    m_inspector->hide();
    m_hint->show();
}

void SidePanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && isOpen())
        setOpen(false);
    else
        QSplitter::keyPressEvent(event);
}

} // namespace belvedere
