// views …: saved views and smart groups, with what they match now.
#include "cli/commands.h"
#include "cli/listing.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// A view with its count, or why it cannot be counted.
std::span<const Field> listedFields()
{
    static const std::vector<Field> list = [] {
        const std::span<const Field> own = fields<SavedView>();
        std::vector<Field> all(own.begin(), own.end());
        Field matching = *findField(fields<ViewCount>(), u"matching");
        matching.flags = 0;
        Field problem = *findField(own, u"query");
        problem.name = "problem";
        problem.label = "Problem";
        all.push_back(matching);
        all.push_back(problem);
        return all;
    }();
    return list;
}

using Records = QList<QJsonObject>;

// Its list may not be read, its filter is not understood any more, or it has just gone; the others can still be
// counted.
bool concernsTheView(const ApiError &error)
{
    using Kind = ApiError::Kind;
    return error.kind == Kind::Forbidden || error.kind == Kind::Validation || error.kind == Kind::NotFound;
}

// Asks for the counts one after the other, from record `at` on.
void count(Runner &runner, const Records &records, qsizetype at, const std::function<void(const Records &)> &onAll)
{
    if (at == records.size()) {
        onAll(records);
        return;
    }
    CountView operation;
    operation.id.text = records[at]["id"_L1].toString();
    runner.ask(operation, [&runner, records, at, onAll](const Result<ViewCount> &result) {
        Records more = records;
        if (result)
            more[at].insert(u"matching"_s, result.value().matching);
        else if (concernsTheView(result.error()))
            more[at].insert(u"problem"_s, result.error().detail);
        else {
            runner.fail(result.error());
            return;
        }
        count(runner, more, at + 1, onAll);
    });
}

void listViews(Runner &runner)
{
    const auto complete = [&runner](
                              const Records &records, const ShowRecords &ready) { count(runner, records, 0, ready); };
    listShaped<SavedView>(
        runner, {listedFields(), u"id,name,list,matching,query,shared,smart_group,owner,problem"_s, complete});
}

void showView(Runner &runner)
{
    Get<SavedView> operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const SavedView &view) {
        count(runner, {toJson(view)}, 0, [&runner](const Records &records) {
            print(runner.options().json ? QJsonDocument(records.first()).toJson(QJsonDocument::Indented)
                                        : asProperties(listedFields(), records.first()));
            runner.end(ExitStatus::Success);
        });
    });
}

} // namespace

std::span<const CliCommand> viewCommands()
{
    static constexpr CliCommand list[] = {
        {"views list", 2, &listViews},
        {"views show", 3, &showView},
    };
    return list;
}

} // namespace belvedere
