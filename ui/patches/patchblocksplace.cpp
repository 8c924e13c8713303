// Patterns as a table, to be made and removed.
#include "ui/patches/patchblocksplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/records/listplace.h"
#include "ui/records/savingsheet.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class PatchBlocksPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(PatchBlocksPlace)
public:
    explicit PatchBlocksPlace(PlaceContext &context)
        : ListPlace(context, "patchblocks", "PatchBlock", context.site.list<PatchBlock>(),
            texts(context.allowed(Permission::PoliciesWrite)))
    {
        page().setUsualColumns({u"package"_s, u"release"_s, u"platform"_s, u"reason"_s, u"created_by"_s, u"created"_s});
        sortByFirst();
        const Permission writes = Permission::PoliciesWrite;
        QAction *create = addCommand(tr("Block by pattern…"), Icon::Plus, writes, [this] { this->create(); });
        QAction *remove = addCommand(tr("Remove…"), Icon::Trash, writes, [this] {
            if (const std::optional<PatchBlock> current = row<PatchBlock>(currentId()))
                this->remove(*current);
        });
        page().header()->addAction(create, true);
        page().header()->addAction(remove);
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { this->create(); });
        followCurrent<PatchBlock>(
            [remove](const std::optional<PatchBlock> &current) { remove->setEnabled(current.has_value()); });
    }
    void shown(const QVariantMap &arguments) override
    {
        hidden();
        ListPlace::shown(arguments);
        if (arguments.value(u"!create"_s).toBool())
            create();
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"new"_s, {{u"!create"_s, true}}}};
    }

private:
    static TablePageTexts texts(bool mayCreate)
    {
        TablePageTexts texts;
        texts.title = tr("Blocked updates");
        texts.loading = tr("Loading patterns…");
        texts.placeholder = tr("Filter, e.g. platform:linux");
        texts.icon = Icon::Block;
        texts.emptyTitle = tr("Nothing is blocked by pattern");
        texts.emptyText = tr("A pattern such as linux-image-* keeps every update of these packages from all devices, "
                             "also those that are offered later.");
        if (mayCreate)
            texts.emptyAction = tr("Block by pattern…");
        return texts;
    }

    void create()
    {
        const PatchBlock empty;
        EditorHints hints;
        hints[u"package"_s].placeholder = tr("e.g. firefox-esr or linux-image-*");
        hints[u"release"_s].placeholder = tr("Every version");
        hints[u"platform"_s].answers = {tr("Every platform")};
        hints[u"reason"_s].style = EditorHint::Style::Lines;
        auto *sheet = new SavingSheet<PatchBlock>(site(), empty, tr("Block updates by pattern"),
            tr("Patches that were approved are blocked as well; after the pattern is removed they have to be approved "
               "anew."),
            tr("Block these updates"),
            {{fields<PatchBlock>(), display(), {u"package"_s, u"release"_s, u"platform"_s, u"reason"_s}, &empty,
                hints}},
            window());
        sheet->onSaved = [this](const PatchBlock &made) {
            say(tr("Updates of %1 are blocked.", "pattern").arg(made.package));
            selectWhenThere(made.id.text);
        };
        openSheet(sheet);
    }

    void remove(const PatchBlock &block)
    {
        askToRemove(block, tr("No longer block updates of %1?", "pattern").arg(block.package),
            {{Severity::Info,
                 tr("Its patches are undecided then, unless another pattern blocks them; nothing is installed before "
                    "one is approved.")},
                {Severity::Info, tr("What a person has blocked by hand stays blocked.")}},
            tr("Remove pattern"));
    }
};

} // namespace

const PlaceEntry patchBlocksPlace{"patchblocks", QT_TRANSLATE_NOOP("Place", "Blocked updates"), PlaceGroup::Management,
    Icon::Block, Permission::PoliciesRead,
    [](PlaceContext &context) -> Place * { return new PatchBlocksPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in blocked updates"), &viewBranches<PatchBlock>};

} // namespace belvedere
