// Place: something that a person can be at in the window, and how a place is declared.
#pragma once

#include "ui/common/icons.h"
#include "ui/common/prompts.h"
#include "ui/shell/allowed.h"
#include "ui/shell/branches.h"
#include "ui/shell/navigator.h"

#include <memory>
#include <QCoreApplication>
#include <QWidget>
#include <span>

namespace belvedere {

class Site;
class Theme;
class Toasts;

// Its QWidget::actions() are offered by the command palette while the place is shown.
class Place : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    // Entered, or entered again with other arguments.
    virtual void shown(const QVariantMap &arguments) { Q_UNUSED(arguments) }
    virtual void hidden() { }
    // What the window's title says; empty: the title of the entry.
    virtual QString title() const { return {}; }
    // Further commands, and menus of them, for the palette once somebody types: those of a table, for example. Asked
    // on every keystroke; they need not outlive the next one.
    virtual QList<QAction *> tools() { return {}; }
    // Nothing is being loaded or about to change; pictures wait for it.
    virtual bool isSettled() const { return true; }
    // Further pictures: each name is shown by arguments given to shown(), e.g. {"inspector", {{"open", true}}}.
    virtual QList<std::pair<QString, QVariantMap>> pictureStates() const { return {}; }

Q_SIGNALS:
    void titleChanged();
};

// What a place may use. All of it outlives the place.
struct PlaceContext {
    Site &site;
    Prompts &prompts;
    Navigator &navigator;
    Toasts &toasts;
    Theme &theme;
    Allowed allowed;
};

enum class PlaceGroup : quint8 { Home, Enrolment, Management, Evidence, System };
QString groupTitle(PlaceGroup group); // empty for Home

// Titles are marked with QT_TRANSLATE_NOOP("Place", …).
struct PlaceEntry {
    const char *id; // stable: in saved state, in pictures' names
    const char *title;
    PlaceGroup group;
    Icon icon;
    Permission needed; // a role without it does not see the place
    Place *(*make)(PlaceContext &context); // the caller owns the result
    const char *find = nullptr; // "Find “%1” in devices": the palette then offers the place with {query: text}
    std::unique_ptr<Branches> (*branches)(PlaceContext &context) = nullptr;

    QString titleText() const;
};

} // namespace belvedere
