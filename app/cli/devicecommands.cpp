// devices …, persons …
#include "cli/commands.h"
#include "cli/listing.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

void showDevice(Runner &runner)
{
    Get<Device> operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const Device &device) {
        if (runner.options().json)
            print(QJsonDocument(toJson(device)).toJson(QJsonDocument::Indented));
        else
            print(asProperties(fields<Device>(), toJson(device)));
        runner.end(ExitStatus::Success);
    });
}

} // namespace

std::span<const CliCommand> deviceCommands()
{
    static constexpr CliCommand list[] = {
        {"devices list", 2, &listRecords<Device>},
        {"devices show", 3, &showDevice},
        {"persons list", 2, &listRecords<Person>},
    };
    return list;
}

} // namespace belvedere
