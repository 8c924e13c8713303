// Patterns as a table, to be made and removed.
#include "ui/patches/patchblocksplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/common/toasts.h"
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
        m_remove = addCommand(tr("Remove…"), Icon::Trash, writes, [this] { remove(); });
        page().header()->addAction(create, true);
        page().header()->addAction(m_remove);
        connect(&page(), &TablePage::currentIdChanged, this, [this] { follow(); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { follow(); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { this->create(); });
        follow();
    }
    void shown(const QVariantMap &arguments) override
    {
        hidden();
        ListPlace::shown(arguments);
        if (arguments.value(u"!create"_s).toBool())
            create();
    }
    void hidden() override
    {
        if (m_sheet)
            m_sheet->dismiss();
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
        texts.icon = Icon::Filter;
        texts.emptyTitle = tr("Nothing is blocked by pattern");
        texts.emptyText = tr("A pattern such as linux-image-* keeps every update of these packages from all devices, "
                             "also those that are offered later.");
        if (mayCreate)
            texts.emptyAction = tr("Block by pattern…");
        return texts;
    }

    void follow() { m_remove->setEnabled(row<PatchBlock>(currentId()).has_value()); }

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
            context().toasts.show(Severity::Ok, tr("Updates of %1 are blocked.", "pattern").arg(made.package));
            selectWhenThere(made.id.text);
        };
        m_sheet = sheet;
        sheet->open();
    }

    void remove()
    {
        const std::optional<PatchBlock> block = row<PatchBlock>(currentId());
        if (!block)
            return;
        Question question;
        question.title = tr("No longer block updates of %1?", "pattern").arg(block->package);
        question.effects.append(
            {Severity::Info, tr("Its patches are undecided then; nothing is installed before one is approved.")});
        question.accept = tr("Remove pattern");
        context().prompts.confirm(this, question, [this, block = *block](bool accepted) {
            if (accepted)
                removeRecord(block);
        });
    }

    QAction *m_remove;
    QPointer<Overlay> m_sheet;
};

} // namespace

const PlaceEntry patchBlocksPlace{"patchblocks", QT_TRANSLATE_NOOP("Place", "Blocked updates"), PlaceGroup::Management,
    Icon::Filter, Permission::PoliciesRead,
    [](PlaceContext &context) -> Place * { return new PatchBlocksPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in blocked updates"), &viewBranches<PatchBlock>};

} // namespace belvedere
