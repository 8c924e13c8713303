// Branches: what stands below a place in the navigation and the palette, such as its saved views.
#pragma once

#include <QObject>
#include <QVariantMap>

namespace belvedere {

struct Branch {
    QString key; // the location's argument "view"
    QString title;
    QString detail; // short, at the end of the line: a count
    QString problem; // why it cannot be opened, or empty
    bool isShown = false; // in the navigation, not only in the palette
    QVariantMap arguments; // to go there
    bool operator==(const Branch &) const = default;
};

class Branches : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual QList<Branch> branches() const = 0;
    // Of those that are shown, above the first.
    virtual QString heading() const { return {}; }

Q_SIGNALS:
    void changed();
};

} // namespace belvedere
