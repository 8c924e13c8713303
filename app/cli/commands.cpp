// The commands.
#include "api/operations.h"
#include "cli/output.h"
#include "cli/report.h"
#include "cli/runner.h"

#include <QJsonDocument>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

struct Listing {
    OutputFormat format;
    std::vector<const Field *> columns;
    QList<QJsonObject> records = {};
};

// Follows the pages; all are printed at the end, so that a failure in between prints nothing half.
template<class E> void nextPage(Runner &runner, const std::shared_ptr<Listing> &listing, const QString &cursor)
{
    List<E> operation;
    operation.parameters.query = runner.options().value("query");
    operation.parameters.limit = maximumPageSize;
    operation.parameters.cursor = cursor;
    runner.send(operation, [&runner, listing](const Page<E> &page) {
        for (const E &record : page.items)
            listing->records.append(toJson(record));
        if (!page.nextCursor.isEmpty()) {
            nextPage<E>(runner, listing, page.nextCursor);
            return;
        }
        print(formatted(listing->records, listing->columns, listing->format));
        runner.end(ExitStatus::Success);
    });
}

template<class E> void listRecords(Runner &runner)
{
    const Result<OutputFormat> format = outputFormat(runner.options().value("format"), runner.options().json);
    const Result<std::vector<const Field *>> columns = outputColumns(fields<E>(), runner.options().value("columns"));
    if (!format || !columns) {
        runner.fail(format ? columns.error() : format.error());
        return;
    }
    nextPage<E>(runner, std::make_shared<Listing>(Listing{format.value(), columns.value()}), {});
}

void showDevice(Runner &runner)
{
    Get<Device> operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const Device &device) {
        const QJsonObject object = toJson(device);
        if (runner.options().json) {
            print(QJsonDocument(object).toJson(QJsonDocument::Indented));
        } else {
            for (const Field &field : fields<Device>()) {
                const Cell cell = field.get(&device);
                if (!isKnown(cell) || field.is(Hidden))
                    continue;
                std::vector<const Field *> one{&field};
                const QByteArray text = formatted({object}, one, OutputFormat::Table);
                print(QByteArray(field.name).leftJustified(24) + text.mid(text.indexOf('\n') + 1));
            }
        }
        runner.end(ExitStatus::Success);
    });
}

// "12h", "7d", "4w" from now.
std::optional<QDateTime> expiry(const QString &age)
{
    static const QRegularExpression form(u"^([1-9][0-9]{0,3})([hdw])$"_s);
    const QRegularExpressionMatch match = form.match(age.isEmpty() ? u"7d"_s : age);
    if (!match.hasMatch())
        return std::nullopt;
    const int count = match.captured(1).toInt();
    const QChar unit = match.captured(2).front();
    const qint64 hours = unit == u'h' ? count : unit == u'd' ? count * 24 : count * 168;
    return QDateTime::currentDateTimeUtc().addSecs(hours * 3600);
}

void createToken(Runner &runner)
{
    const CliOptions &options = runner.options();
    const std::optional<QDateTime> expires = expiry(options.value("expires"));
    bool isNumber = true;
    CreateEnrolment operation;
    operation.body.uses = options.value("uses").isEmpty() ? 1 : options.value("uses").toLongLong(&isNumber);
    if (!expires || !isNumber) {
        runner.fail(usageError(expires ? u"--uses takes a number."_s : u"--expires takes 12h, 7d or 4w."_s));
        return;
    }
    operation.body.expires = *expires;
    operation.body.label = options.value("label").isEmpty() ? u"belvedere-cli"_s : options.value("label");
    operation.body.tags = canonicalSet(options.value("tags").split(u',', Qt::SkipEmptyParts));
    runner.send(operation, [&runner](const EnrolmentGrant &grant) {
        if (runner.options().json)
            print(QJsonDocument(toJson(grant)).toJson(QJsonDocument::Indented));
        else
            print(grant.enrolment.toUtf8() + '\n');
        runner.end(ExitStatus::Success);
    });
}

void revokeToken(Runner &runner)
{
    RevokeEnrolment operation;
    operation.id.text = runner.options().words.value(2);
    runner.send(operation, [&runner](const Enrolment &enrolment) {
        print(enrolment.id.text.toUtf8() + " revoked\n");
        runner.end(ExitStatus::Success);
    });
}

struct Entry {
    const char *words;
    int count; // of words, arguments included
    void (*run)(Runner &);
};

constexpr Entry entries[] = {
    {"devices list", 2, &listRecords<Device>},
    {"devices show", 3, &showDevice},
    {"tokens list", 2, &listRecords<Enrolment>},
    {"tokens create", 2, &createToken},
    {"tokens revoke", 3, &revokeToken},
    {"persons list", 2, &listRecords<Person>},
    {"report compliance", 2, &writeComplianceReport},
};

} // namespace

bool runCommand(Runner &runner)
{
    const QStringList &words = runner.options().words;
    const QString name = words.first(qMin<qsizetype>(2, words.size())).join(u' ');
    for (const Entry &entry : entries) {
        if (name == QLatin1StringView(entry.words) && words.size() == entry.count) {
            entry.run(runner);
            return true;
        }
    }
    return false;
}

} // namespace belvedere
