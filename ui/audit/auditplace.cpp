// The audit log as a table.
#include "ui/audit/auditplace.h"

#include "api/operations.h"
#include "audit/actions.h"
#include "ui/common/sidepanel.h"
#include "ui/records/listplace.h"
#include "ui/records/viewbranches.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class AuditPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(AuditPlace)
public:
    explicit AuditPlace(PlaceContext &context)
        : ListPlace(context, "audit", "AuditRecord", context.site.list<AuditRecord>(), texts())
    {
        page().model().setWords(u"action"_s, actionWords());
        page().model().setExact(u"ts"_s); // evidence says when, not how long ago
        page().setUsualColumns(
            {u"ts"_s, u"action"_s, u"actor.name"_s, u"target.type"_s, u"target.name"_s, u"result"_s, u"error"_s});
        page().setBadges(u"result"_s, [](const QString &token) -> std::optional<BadgeLook> {
            if (token == "denied"_L1 || token == "failure"_L1)
                return BadgeLook{Severity::Danger, std::nullopt};
            return BadgeLook{Severity::Ok, std::nullopt};
        });
        sortByFirst(Qt::DescendingOrder);
        connect(&page(), &TablePage::opened, this, [this](const QString &) { page().panel()->setOpen(true); });
    }

private:
    static QHash<QString, QString> actionWords()
    {
        QHash<QString, QString> words;
        for (const AuditAction &action : auditActions())
            words.insert(QString::fromUtf8(action.name.data(), qsizetype(action.name.size())),
                QCoreApplication::translate("AuditAction", action.label));
        return words;
    }
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Audit");
        texts.loading = tr("Loading the audit log…");
        texts.placeholder = tr("Filter, e.g. result:denied ts>=2026-01-01");
        texts.icon = Icon::Audit;
        texts.emptyTitle = tr("No records yet");
        texts.emptyText = tr("Every change and every refusal is written here, each record tied to the one before.");
        return texts;
    }
};

} // namespace

const PlaceEntry auditPlace{"audit", QT_TRANSLATE_NOOP("Place", "Audit"), PlaceGroup::Evidence, Icon::Audit,
    Permission::AuditRead, [](PlaceContext &context) -> Place * { return new AuditPlace(context); }, nullptr,
    &viewBranches<AuditRecord>};

} // namespace belvedere
