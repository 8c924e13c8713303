// Targets as a table with what is known of the current one at its side.
#include "ui/targets/targetsplace.h"

#include "api/operations.h"
#include "ui/common/toasts.h"
#include "ui/content/factspanel.h"
#include "ui/records/reasons.h"
#include "ui/records/recordplace.h"
#include "ui/records/savingsheet.h"
#include "ui/records/viewbranches.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class TargetsPlace final : public RecordPlace<OutsideTarget, FactsPanel> {
    Q_DECLARE_TR_FUNCTIONS(TargetsPlace)
public:
    explicit TargetsPlace(PlaceContext &context)
        : RecordPlace(context, "targets", "OutsideTarget", Permission::TargetsManage, texts(),
            new FactsPanel(Icon::Message, tr("No target chosen"), tr("Choose one to see when it was told last.")))
    {
        page().setUsualColumns({u"name"_s, u"kind"_s, u"enabled"_s, u"told"_s, u"tried"_s, u"code"_s});
        page().model().setWords(u"code"_s, deploymentReasonWords());
        sortByFirst();
        addForCurrent(tr("Edit…"), Icon::Edit, &TargetsPlace::edit);
        addForCurrent(tr("Send a test"), Icon::Message, &TargetsPlace::test);
        addForCurrent(tr("Set secret…"), Icon::Lock, &TargetsPlace::setSecret);
        m_use = addForCurrent(tr("Put into use"), Icon::Ok, &TargetsPlace::use);
        m_rest = addForCurrent(tr("Take out of use"), Icon::Minus, &TargetsPlace::rest);
        addForCurrent(tr("Remove…"), Icon::Trash, &TargetsPlace::remove);
        followCurrent([this](const std::optional<OutsideTarget> &current) { follow(current); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { tellTest(); });
    }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Targets");
        texts.loading = tr("Loading targets…");
        texts.placeholder = tr("Filter, e.g. kind:ticket");
        texts.icon = Icon::Message;
        texts.emptyTitle = tr("No targets yet");
        texts.emptyText =
            tr("A target is a place outside that rules tell of devices which do not meet them: a webhook, "
               "or a system that makes tickets. What it is told is signed with its secret.");
        texts.emptyAction = tr("New target…");
        return texts;
    }

    void follow(const std::optional<OutsideTarget> &current)
    {
        m_use->setEnabled(current && !current->enabled);
        m_rest->setEnabled(current && current->enabled);
        std::optional<OutsideTarget> shown = current;
        if (shown)
            shown->code = reason(shown->code);
        panel()->showRecord(shown, display(),
            {u"kind"_s, u"url"_s, u"enabled"_s, u"told"_s, u"tried"_s, u"code"_s, u"tested"_s, u"created"_s,
                u"edited"_s});
    }

    static QString reason(const QString &code) { return deploymentReasonWords().value(code, code); }

    static EditorHint addressHint()
    {
        EditorHint hint;
        hint.placeholder = tr("https://…");
        return hint;
    }
    static EditorHint secretHint()
    {
        EditorHint hint;
        hint.style = EditorHint::Style::Secret;
        hint.placeholder = tr("16 to 256 characters");
        return hint;
    }

    void create() override
    {
        const NewTarget empty;
        EditorHints hints;
        hints[u"kind"_s].answers = {tr("Choose…")};
        hints[u"url"_s] = addressHint();
        hints[u"secret"_s] = secretHint();
        auto *sheet = new RecordSheet(tr("New target"),
            tr("Whoever receives a message tells by the secret that it comes from here. It is kept sealed and never "
               "shown again."),
            tr("Create target"),
            {{fields<NewTarget>(), display(), {u"name"_s, u"kind"_s, u"url"_s, u"secret"_s}, &empty, hints}}, window());
        connect(sheet, &RecordSheet::submitted, this, [this, sheet] {
            CreateTarget operation;
            sheet->read(&operation.body);
            sheet->submit(site(), operation, [this](const OutsideTarget &made) {
                say(tr("Rules can tell “%1” now.").arg(made.name));
                selectWhenThere(made.id.text);
            });
        });
        openSheet(sheet);
    }

    void edit(const OutsideTarget &target)
    {
        EditorHints hints;
        hints[u"url"_s] = addressHint();
        auto *sheet = new SavingSheet<OutsideTarget>(site(), target, tr("Edit “%1”").arg(target.name), {},
            tr("Save target"), {{fields<OutsideTarget>(), display(), {u"name"_s, u"url"_s}, &target, hints}}, window());
        sheet->onSaved = [this](const OutsideTarget &saved) { say(tr("“%1” has been saved.").arg(saved.name)); };
        openSheet(sheet);
    }

    void setSecret(const OutsideTarget &target)
    {
        const TargetSecret empty;
        EditorHints hints;
        hints[u"secret"_s] = secretHint();
        auto *sheet = new RecordSheet(tr("Another secret for “%1”").arg(target.name),
            tr("What is sent from now on is signed with it, also what waits already."), tr("Set secret"),
            {{fields<TargetSecret>(), display(), {}, &empty, hints}}, window());
        connect(sheet, &RecordSheet::submitted, this, [this, sheet, id = target.id] {
            SetTargetSecret operation;
            operation.id = id;
            sheet->read(&operation.body);
            sheet->submit(site(), operation,
                [this](const OutsideTarget &changed) { say(tr("“%1” has another secret.").arg(changed.name)); });
        });
        openSheet(sheet);
    }

    void test(const OutsideTarget &target)
    {
        TestTarget operation;
        operation.id = target.id;
        send(operation, [this](const OutsideTarget &before) {
            say(tr("A test is on its way to “%1”.").arg(before.name));
            m_tested = before;
            tellTest();
        });
    }

    // Once, when the record says what came of the test.
    void tellTest()
    {
        if (m_tested.id.isEmpty())
            return;
        const std::optional<OutsideTarget> now = row<OutsideTarget>(m_tested.id.text);
        if (!now || now->tested == m_tested.tested)
            return;
        m_tested = {};
        if (now->code.isEmpty())
            say(tr("“%1” has taken the test.").arg(now->name));
        else
            context().toasts.show(Severity::Danger,
                tr("“%1” has not taken the test: %2", "target, reason").arg(now->name, reason(now->code)));
    }

    void use(const OutsideTarget &target) { change(target, true); }
    void rest(const OutsideTarget &target) { change(target, false); }
    void change(const OutsideTarget &target, bool isUsed)
    {
        Update<OutsideTarget> operation;
        operation.id = target.id;
        operation.body.changes = {{u"enabled"_s, isUsed}};
        CallOptions options;
        options.ifMatch = QString::number(target.version);
        send(
            operation,
            [this, isUsed](const OutsideTarget &changed) {
                say(isUsed ? tr("“%1” is told again, also what waited.").arg(changed.name)
                           : tr("What “%1” is to be told waits.").arg(changed.name));
            },
            options);
    }

    void remove(const OutsideTarget &target)
    {
        askToRemove(target, tr("Remove the target “%1”?").arg(target.name),
            {{Severity::Info, tr("It cannot be removed while a rule names it.")},
                {Severity::Warning, tr("Its secret is forgotten.")}},
            tr("Remove target"));
    }

    QAction *m_use;
    QAction *m_rest;
    OutsideTarget m_tested; // as it was before a test whose end is not known yet; without id: there is none
};

} // namespace

const PlaceEntry targetsPlace{"targets", QT_TRANSLATE_NOOP("Place", "Targets"), PlaceGroup::System, Icon::Message,
    Permission::TargetsManage, [](PlaceContext &context) -> Place * { return new TargetsPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in targets"), &viewBranches<OutsideTarget>};

} // namespace belvedere
