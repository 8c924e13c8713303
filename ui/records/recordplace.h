// RecordPlace: a list with a panel about the current record at its side, commands for that record, and a sheet for a
// new one.
#pragma once

#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/records/listplace.h"

#include <QAction>

namespace belvedere {

template<class E, class Panel> class RecordPlace : public ListPlace {
public:
    // {"!create": true} opens the sheet for a new record.
    void shown(const QVariantMap &arguments) override
    {
        hidden();
        ListPlace::shown(arguments);
        if (arguments.value(QStringLiteral("!create")).toBool())
            create();
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{QStringLiteral("new"), {{QStringLiteral("!create"), true}}}};
    }

protected:
    // `key` and `entity` as in ListPlace. Records are made and changed with `writes`; `texts.emptyAction` is the
    // command for a new one.
    RecordPlace(PlaceContext &context, const char *key, const char *entity, Permission writes,
        const TablePageTexts &texts, Panel *panel)
        : ListPlace(context, key, entity, context.site.list<E>(), allowed(texts, context.allowed(writes)), panel)
        , m_writes(writes)
        , m_panel(panel)
    {
        QAction *create = addCommand(texts.emptyAction, Icon::Plus, writes, [this] { this->create(); });
        page().header()->addAction(create, true);
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { this->create(); });
        connect(&page(), &TablePage::opened, this, [this] { page().panel()->setOpen(true); });
    }
    // Opens the sheet for a new record.
    virtual void create() = 0;
    Panel *panel() const { return m_panel; }
    // A command about the current record, in the header as well.
    template<class Self> QAction *addForCurrent(const QString &text, Icon which, void (Self::*run)(const E &))
    {
        QAction *action = addCommand(text, which, m_writes, [this, run] {
            if (const std::optional<E> current = row<E>(currentId()))
                (static_cast<Self *>(this)->*run)(*current);
        });
        page().header()->addAction(action);
        m_aboutCurrent.append(action);
        return action;
    }
    // As ListPlace's; also for the commands and the title of the panel.
    void followCurrent(const std::function<void(const std::optional<E> &)> &follow)
    {
        ListPlace::followCurrent<E>([this, follow](const std::optional<E> &current) {
            for (QAction *action : m_aboutCurrent)
                action->setEnabled(current.has_value());
            page().panel()->setTitle(current ? current->name : QString());
            follow(current);
        });
    }

private:
    static TablePageTexts allowed(TablePageTexts texts, bool mayCreate)
    {
        if (!mayCreate)
            texts.emptyAction.clear();
        return texts;
    }

    Permission m_writes;
    Panel *m_panel;
    QList<QAction *> m_aboutCurrent;
};

} // namespace belvedere
