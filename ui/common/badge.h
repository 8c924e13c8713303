// Badges: a word with its colour and icon, as a widget and inside table cells.
#pragma once

#include "ui/common/severity.h"

#include <functional>
#include <QStyledItemDelegate>
#include <QWidget>

namespace belvedere {

struct BadgeLook {
    Severity severity = Severity::Neutral;
    std::optional<Icon> icon; // otherwise the severity's own
};

// The look of a value of an enumeration by its word on the wire, e.g. "noncompliant"; nothing: plain text.
using BadgeLooks = std::function<std::optional<BadgeLook>(const QString &token)>;

// Gives a cell the icon of `look`.
void applyBadge(QStyleOptionViewItem *option, const BadgeLook &look);

class Badge : public QWidget {
    Q_OBJECT
public:
    explicit Badge(QWidget *parent = nullptr);
    void set(const QString &text, BadgeLook look);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    BadgeLook m_look;
};

// Paints a cell of an enumeration as icon and word. The word on the wire is read from `tokenRole`.
class BadgeDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    BadgeDelegate(BadgeLooks looks, int tokenRole, QObject *parent = nullptr);
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    BadgeLooks m_looks;
    int m_tokenRole;
};

// A number in a pill, e.g. behind the name of a place; hidden at zero.
class CountBadge : public QWidget {
    Q_OBJECT
public:
    explicit CountBadge(QWidget *parent = nullptr);
    // `meaning` is a whole phrase for screen readers, e.g. tr("%n action(s) waiting").
    void set(qint64 count, const QString &meaning, Severity severity = Severity::Neutral);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Severity m_severity = Severity::Neutral;
};

} // namespace belvedere
