// Walking the widget tree through the accessibility interfaces.
#include "support/accessibility.h"

#include <QAbstractButton>
#include <QAbstractScrollArea>
#include <QAccessible>
#include <QComboBox>
#include <QLabel>
#include <QScrollBar>
#include <QToolButton>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace belvedere::test {

namespace {

QString described(const QWidget *widget)
{
    return QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
}

// Parts that Qt makes for itself inside another widget, which carries the name.
bool isPart(const QWidget *widget)
{
    return widget->focusProxy() || widget->objectName().startsWith(u"qt_"_s) || qobject_cast<const QScrollBar *>(widget)
        || qobject_cast<const QComboBox *>(widget->parentWidget());
}

QString nameOf(const QWidget *widget)
{
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
    return interface ? interface->text(QAccessible::Name) : QString();
}

} // namespace

QStringList unnamedWidgets(const QWidget *root)
{
    QStringList result;
    for (const QWidget *widget : root->findChildren<QWidget *>()) {
        if (widget->isVisibleTo(root) && widget->focusPolicy() != Qt::NoFocus && !isPart(widget)
            && nameOf(widget).trimmed().isEmpty())
            result.append(described(widget));
    }
    return result;
}

QStringList clippedTexts(const QWidget *root)
{
    QStringList result;
    for (const QWidget *widget : root->findChildren<QWidget *>()) {
        if (!widget->isVisibleTo(root))
            continue;
        QString text;
        QSize needed;
        if (const auto *label = qobject_cast<const QLabel *>(widget); label && !label->text().isEmpty()) {
            text = label->text();
            needed = label->wordWrap() ? QSize(0, label->heightForWidth(label->width())) : label->minimumSizeHint();
        } else if (const auto *tool = qobject_cast<const QToolButton *>(widget);
                   tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly) {
            continue; // its text is for other places
        } else if (const auto *button = qobject_cast<const QAbstractButton *>(widget);
                   button && !button->text().isEmpty()) {
            text = button->text();
            needed = button->minimumSizeHint();
        } else {
            continue;
        }
        // a pixel of rounding is not a cut
        if (widget->height() + 1 < needed.height() || widget->width() + 1 < needed.width())
            result.append(u"%1: %2 (%3x%4 of %5x%6)"_s.arg(described(widget), text)
                              .arg(widget->width())
                              .arg(widget->height())
                              .arg(needed.width())
                              .arg(needed.height()));
    }
    return result;
}

QStringList richLabels(const QWidget *root)
{
    QStringList result;
    for (const QLabel *label : root->findChildren<QLabel *>()) {
        // a label that only ever shows a picture has no text to misread
        if (label->textFormat() != Qt::PlainText && !label->text().isEmpty())
            result.append(described(label) + u": "_s + label->text());
    }
    return result;
}

} // namespace belvedere::test
