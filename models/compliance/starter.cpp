// Loading of the starter rules.
#include "compliance/starter.h"

#include "compliance/ladder.h"
#include "domain/json.h"

#include <algorithm>
#include <QDir>
#include <QFile>

using namespace Qt::StringLiterals;

static void initialiseRules() { Q_INIT_RESOURCE(rules); }

namespace belvedere {

namespace {

constexpr qsizetype maximumFile = 1024 * 1024; // bytes

// What does not read is left out; a test refuses such a file.
std::vector<StarterRule> load()
{
    initialiseRules();
    std::vector<StarterRule> all;
    const QDir folder(u":/rules"_s);
    for (const QString &name : folder.entryList({u"*.json"_s}, QDir::Files, QDir::Name)) {
        QFile file(folder.filePath(name));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const Result<QJsonObject> content = parseObject(file.readAll(), maximumFile);
        if (!content)
            continue;
        for (const QJsonValue entry : content.value().value(u"rules"_s).toArray()) {
            StarterRule starter;
            starter.key = entry.toObject().value(u"key"_s).toString();
            const QList<FieldError> errors = readRequest(
                fields<ComplianceRule>(), &starter.rule, entry.toObject().value(u"record"_s).toObject(), false);
            if (!errors.isEmpty() || starter.key.isEmpty())
                continue;
            starter.rule.starter = starter.key;
            if (starter.rule.actions.empty())
                starter.rule.actions = usualActions(starter.rule.severity.value());
            all.push_back(std::move(starter));
        }
    }
    std::sort(all.begin(), all.end(), [](const StarterRule &a, const StarterRule &b) { return a.key < b.key; });
    return all;
}

} // namespace

const std::vector<StarterRule> &starterRules()
{
    static const std::vector<StarterRule> all = load();
    return all;
}

const StarterRule *findStarterRule(const QString &key)
{
    const std::vector<StarterRule> &all = starterRules();
    const auto found =
        std::find_if(all.begin(), all.end(), [&key](const StarterRule &starter) { return starter.key == key; });
    return found == all.end() ? nullptr : &*found;
}

ComplianceRule translated(const StarterRule &starter)
{
    ComplianceRule rule = starter.rule;
    for (QString *text : {&rule.name, &rule.description, &rule.rationale, &rule.remediation})
        *text = starterText(*text);
    for (RuleParameter &parameter : rule.parameters)
        parameter.label = starterText(parameter.label);
    return rule;
}

} // namespace belvedere
