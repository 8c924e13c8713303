// Size of the content as size of the area.
#include "ui/common/fitscroll.h"

#include <QApplication>
#include <QEvent>

namespace belvedere {

FitScroll::FitScroll(QWidget *content, QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidget(content);
    content->setAutoFillBackground(false);
    viewport()->setAutoFillBackground(false);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, const QWidget *now) {
        if (now && QGuiApplication::mouseButtons() == Qt::NoButton) // what is being pressed stays where it is
            reveal();
    });
}

void FitScroll::reveal()
{
    QWidget *focused = QApplication::focusWidget();
    if (!focused || !focused->isVisible() || !widget()->isAncestorOf(focused))
        return;
    // with some of what stands around it; of what is higher than the area, where one types
    const QRect whole(focused->mapTo(widget(), QPoint()), focused->size());
    const int room = viewport()->height() - whole.height();
    if (room < 0)
        ensureWidgetVisible(focused);
    else if (!QRect(-widget()->pos(), viewport()->size()).contains(whole))
        ensureVisible(whole.center().x(), whole.center().y(), 0, whole.height() / 2 + qMin(50, room / 2));
}

// A scroll area keeps to itself that its content wants another size.
bool FitScroll::eventFilter(QObject *watched, QEvent *event)
{
    const bool result = QScrollArea::eventFilter(watched, event);
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    // what was added a moment ago may have the keyboard already, and is shown where it belongs only after this
    if (watched == widget() && event->type() == QEvent::Resize)
        QMetaObject::invokeMethod(this, &FitScroll::reveal, Qt::QueuedConnection);
    return result;
}

int FitScroll::heightForWidth(int width) const
{
    const QWidget *content = widget();
    return content->hasHeightForWidth() ? content->heightForWidth(width) : content->sizeHint().height();
}

QSize FitScroll::sizeHint() const { return widget()->sizeHint(); }

QSize FitScroll::minimumSizeHint() const { return {fontMetrics().averageCharWidth() * 20, fontMetrics().height() * 3}; }

} // namespace belvedere
