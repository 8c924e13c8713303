// patches …
#include "cli/commands.h"
#include "cli/listing.h"
#include "cli/ordering.h"
#include "cli/records.h"
#include "cli/terminal.h"
#include "domain/updatewindow.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QStringList namesOf(const CliOptions &options, const char *option)
{
    return canonicalSet(options.value(option).split(u',', Qt::SkipEmptyParts));
}

// `asked`: patches, of which some may not be there.
void conclude(Runner &runner, PatchDecision decision, qsizetype asked, const PatchDecisionCount &count)
{
    if (runner.options().json) {
        print(QJsonDocument(toJson(count)).toJson(QJsonDocument::Indented));
    } else {
        const QString what = decision == PatchDecision::Approved ? u"approved"_s
            : decision == PatchDecision::Blocked                 ? u"blocked"_s
                                                                 : u"undecided again"_s;
        QString text = u"%1 of %2 patches %3.\n"_s.arg(count.changed).arg(asked).arg(what);
        if (count.matched < asked)
            text += u"%1 are not there.\n"_s.arg(asked - count.matched);
        if (count.blocked > 0)
            text +=
                u"%1 stay blocked, by a pattern (see: patches patterns) or until: patches clear\n"_s.arg(count.blocked);
        print(text.toUtf8());
    }
    runner.end(count.blocked > 0 || count.matched < asked ? ExitStatus::Partial : ExitStatus::Success);
}

// From the given one on, a thousand at a time.
void decideAll(
    Runner &runner, PatchDecision decision, const QStringList &ids, qsizetype from, const PatchDecisionCount &before)
{
    if (from == ids.size()) {
        conclude(runner, decision, ids.size(), before);
        return;
    }
    if (from > 0)
        progress(u"%1 of %2 patches …"_s.arg(from).arg(ids.size()));
    DecidePatches operation;
    operation.body = {ids.mid(from, maximumSetSize), decision, runner.options().value("reason")};
    const qsizetype next = from + operation.body.patches.size();
    runner.send(operation, [&runner, decision, ids, next, before](const PatchDecisionCount &count) {
        decideAll(runner, decision, ids, next,
            {before.matched + count.matched, before.changed + count.changed, before.blocked + count.blocked});
    });
}

template<PatchDecision decision> void decide(Runner &runner)
{
    const QStringList named = namesOf(runner.options(), "patch");
    ListParameters list;
    list.query = runner.options().value("query");
    if (list.query.trimmed().isEmpty() == named.isEmpty()) {
        runner.fail(usageError(u"Say which patches, by --query or by --patch."_s));
        return;
    }
    if (!named.isEmpty()) {
        decideAll(runner, decision, named, 0, {});
        return;
    }
    collectRecords<SoftwarePatch>(runner, list, [&runner](const QList<QJsonObject> &patches) {
        QStringList ids;
        ids.reserve(patches.size());
        for (const QJsonObject &patch : patches)
            ids.append(patch.value("id"_L1).toString());
        decideAll(runner, decision, ids, 0, {});
    });
}

Result<UpdateWindow> windowOf(const CliOptions &options)
{
    // an empty one, of a variable that is not set, must not mean everything and at once
    for (const char *name : updateOptions) {
        const QString value = options.value(name);
        const bool isEmpty = value.count(u',') + value.count(u'-') + value.count(u' ') == value.size();
        if (options.values.contains(QString::fromLatin1(name)) && isEmpty)
            return usageError(u"--%1 is empty."_s.arg(QLatin1StringView(name)));
    }
    UpdateWindow window;
    window.patches = namesOf(options, "patch");
    window.days = namesOf(options, "days");
    const QString between = options.value("between");
    if (!between.isEmpty()) {
        window.from = between.section(u'-', 0, 0).trimmed();
        window.until = between.section(u'-', 1).trimmed();
    }
    const QString notBefore = options.value("not-before");
    if (!notBefore.isEmpty()) {
        window.notBefore = QDateTime::fromString(notBefore, Qt::ISODate).toUTC();
        if (!window.notBefore.isValid())
            return usageError(u"--not-before takes a time such as 2026-12-01T20:00:00Z."_s);
    }
    const QList<FieldError> errors = problemsOf(window);
    if (errors.isEmpty())
        return window;
    return usageError(errors.first().field == "days"_L1
            ? u"--days takes mon, tue, wed, thu, fri, sat and sun, comma between."_s
            : u"--between takes two times such as 22:00-05:00."_s);
}

void install(Runner &runner)
{
    const CliOptions &options = runner.options();
    ActionOrder order;
    order.kind = ActionKind::UpdatesInstall;
    const Result<Done> named = nameDevices(options, order);
    const Result<UpdateWindow> window = windowOf(options);
    const Result<std::optional<qint64>> expires = expiryOf(options);
    if (!named || !window || !expires) {
        runner.fail(!named ? named.error() : !window ? window.error() : expires.error());
        return;
    }
    order.parameters = toJson(window.value());
    order.expires = expires.value();
    placeOrder(runner, order, true);
}

void listDevices(Runner &runner)
{
    ListPatchDevices operation;
    operation.id.text = runner.options().words.value(2);
    listParts<ListPatchDevices, PatchDevice>(runner, operation);
}

void addPattern(Runner &runner)
{
    const CliOptions &options = runner.options();
    Create<PatchBlock> operation;
    operation.body.package = options.value("package");
    operation.body.release = options.value("release");
    operation.body.reason = options.value("reason");
    operation.body.platform = Coded<Platform>::fromToken(options.value("platform"));
    if (operation.body.package.isEmpty()) {
        runner.fail(usageError(u"--package names the packages, e.g. 'linux-image-*'."_s));
        return;
    }
    if (!options.value("platform").isEmpty() && !operation.body.platform.isKnown()) {
        runner.fail(usageError(u"--platform takes linux, windows, macos, ios or android."_s));
        return;
    }
    runner.send(operation, [&runner](const PatchBlock &made) { tell(runner, toJson(made), made.id.text); });
}

void removePattern(Runner &runner)
{
    Get<PatchBlock> read;
    read.id.text = runner.options().words.value(2);
    runner.send(read, [&runner](const PatchBlock &block) {
        Remove<PatchBlock> operation;
        operation.id = block.id;
        CallOptions match;
        match.ifMatch = QString::number(block.version);
        runner.send(operation, match,
            [&runner, block](const Done &) { tell(runner, toJson(block), block.id.text + u" removed"_s); });
    });
}

} // namespace

std::span<const CliCommand> patchCommands()
{
    static constexpr CliCommand list[] = {
        {"patches list", 2, &listRecords<SoftwarePatch>},
        {"patches show", 3, &showRecord<SoftwarePatch>},
        {"patches devices", 3, &listDevices},
        {"patches approve", 2, &decide<PatchDecision::Approved>},
        {"patches block", 2, &decide<PatchDecision::Blocked>},
        {"patches clear", 2, &decide<PatchDecision::None>},
        {"patches install", 2, &install},
        {"patches patterns", 2, &listRecords<PatchBlock>},
        {"patches add-pattern", 2, &addPattern},
        {"patches remove-pattern", 3, &removePattern},
    };
    return list;
}

} // namespace belvedere
