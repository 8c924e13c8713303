// FactsPanel: what a row of a list says about its record, with room for more below.
#pragma once

#include "table/display.h"
#include "ui/common/propertylist.h"
#include "ui/common/statestack.h"

class QVBoxLayout;

namespace belvedere {

class FactsPanel : public QWidget {
    Q_OBJECT
public:
    // What is said while no row is chosen.
    FactsPanel(Icon icon, const QString &emptyTitle, const QString &emptyText, QWidget *parent = nullptr);
    // The fields of these names that are known, in their order; without a record what was said for that.
    template<class E> void showRecord(const std::optional<E> &record, const Display &display, const QStringList &names)
    {
        if (!record) {
            showNothing();
            return;
        }
        QList<Property> facts;
        for (const QString &name : names) {
            const Field *field = findField(fields<E>(), name);
            if (const Cell cell = field->get(&*record); isKnown(cell))
                facts.append(
                    {display.label(*field), display.detail(cell, *field), field->personal != Personal::No, false});
        }
        showFacts(facts);
    }
    // Below the facts.
    void addBelow(QWidget *widget);

private:
    void showNothing();
    void showFacts(const QList<Property> &facts);

    Icon m_icon;
    QString m_emptyTitle;
    QString m_emptyText;
    PropertyList *m_list;
    QVBoxLayout *m_content = nullptr;
    StateStack *m_states;
};

} // namespace belvedere
