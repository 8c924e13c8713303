// The fields of a rule, and its trial.
#include "ui/policies/rulesheet.h"

#include "api/operations.h"
#include "compliance/ladder.h"
#include "compliance/registry.h"
#include "compliance/ruleparameters.h"
#include "query/describe.h"
#include "query/parser.h"
#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/usertext.h"
#include "ui/policies/actionlist.h"
#include "ui/policies/checkbuilder.h"
#include "ui/policies/countsrow.h"
#include "ui/policies/fixlist.h"
#include "ui/policies/parameterlist.h"
#include "ui/records/looks.h"

#include <algorithm>
#include <QJsonArray>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString sheetTitle(const ComplianceRule &rule)
{
    return rule.id.isEmpty() ? QCoreApplication::translate("RuleSheet", "New compliance rule")
                             : QCoreApplication::translate("RuleSheet", "Edit “%1”").arg(rule.name);
}

} // namespace

std::vector<RecordSheet::Part> RuleSheet::parts(const ComplianceRule &rule)
{
    EditorHints hints;
    hints[u"description"_s] = {EditorHint::Style::Lines, {}, {}};
    hints[u"rationale"_s] = {EditorHint::Style::Lines, {}, {}};
    hints[u"refs"_s] = {EditorHint::Style::Lines, tr("One a line, e.g. iso27001:2022 a.8.24"), {}};
    hints[u"remediation"_s] = {EditorHint::Style::Lines, tr("What to do about a failure"), {}};
    EditorHint &platforms = hints[u"platforms"_s];
    platforms.style = EditorHint::Style::Boxes;
    platforms.choices = choices<Platform>();
    platforms.context = "Device";
    platforms.note = tr("None ticked: every platform");
    EditorHint &forms = hints[u"forms"_s];
    forms.style = EditorHint::Style::Boxes;
    forms.choices = choices<FormFactor>();
    forms.context = "Device";
    forms.note = tr("None ticked: every form");
    hints[u"disabled"_s].answers = {tr("Not known"), tr("Yes, devices are not judged by it"), tr("No, in use")};
    hints[u"weight"_s].placeholder = tr("0 to 100; empty: by severity");
    hints[u"ownership"_s].answers = {tr("Any", "ownership of devices")};
    EditorHint &check = hints[u"check"_s];
    check.style = EditorHint::Style::Query;
    check.placeholder = tr("e.g. storage.encrypted:yes");
    check.context = "Device";
    check.fields = ruleFields();
    check.mode = QueryMode::Check;
    return {{fields<ComplianceRule>(), Display("ComplianceRule", std::make_shared<SystemClock>()),
        {u"name"_s, u"check"_s, u"severity"_s, u"weight"_s, u"mode"_s, u"disabled"_s, u"platforms"_s, u"forms"_s,
            u"ownership"_s, u"supervised"_s, u"os_min"_s, u"os_max"_s, u"grace"_s, u"grace_starts"_s, u"refs"_s,
            u"description"_s, u"rationale"_s, u"remediation"_s},
        &rule, hints}};
}

RuleSheet::RuleSheet(Site &site, const ComplianceRule &rule, QWidget *window)
    : SavingSheet(site, rule, sheetTitle(rule), tr("Grace is the time from the first failure until it counts."),
        rule.id.isEmpty() ? tr("Create rule") : tr("Save rule"), parts(rule), window)
    , m_builder(new CheckBuilder(ruleFields()))
    , m_parameters(new ParameterList)
    , m_actions(new ActionList(site))
    , m_fixes(new FixList)
    , m_try(plainButton(tr("Try on the fleet")))
    , m_about(new Label({}, Label::Style::Small, Tone::Muted))
    , m_counts(new CountsRow(5))
{
    addForms(site, rule);
    addButton(m_try);
    auto *trial = new QWidget;
    auto *layout = new QVBoxLayout(trial);
    layout->setContentsMargins(space::l, 0, space::l, space::s);
    layout->addWidget(m_about);
    layout->addWidget(m_counts);
    m_about->setWordWrap(true);
    m_about->hide();
    m_counts->hide();
    addBelow(trial);
    connect(m_try, &QPushButton::clicked, this, [this] { tryOut(); });
    // what was counted is not true of another check
    connect(form(), &FormSheet::edited, this, [this] {
        m_about->hide();
        m_counts->hide();
    });
    moreChecks = [this] {
        QList<FieldError> errors;
        const ComplianceRule rule = entered();
        for (const FieldError &error : parameterProblems(rule))
            errors.append(error);
        if (rule.grace < 0 || rule.grace > maximumGrace)
            errors.append({u"grace"_s, tr("At most 365 days.")});
        else if (rule.grace > 0 && rule.severity == RuleSeverity::Critical)
            errors.append({u"grace"_s, tr("A critical rule allows no time of grace.")});
        if (rule.weight.value_or(0) < 0 || rule.weight.value_or(0) > maximumWeight)
            errors.append({u"weight"_s, tr("From 0 to 100.")});
        if (!m_fixes->check())
            errors.append({u"fix"_s, tr("A fix is not complete.")});
        if (!m_actions->check())
            errors.append({u"actions"_s, tr("An action cannot be as it stands here.")});
        return errors;
    };
}

void RuleSheet::addForms(Site &site, const ComplianceRule &rule)
{
    auto *forms = new QWidget;
    auto *layout = new QVBoxLayout(forms);
    layout->setContentsMargins(space::l, space::s, space::l, space::s);
    layout->setSpacing(space::s);
    layout->addWidget(new Label(tr("The check as a form"), Label::Style::Strong));
    layout->addWidget(m_builder);
    layout->addWidget(m_parameters);
    layout->addWidget(m_actions);
    layout->addWidget(m_fixes);
    addBelow(forms);
    const auto names = [this] {
        QStringList list;
        for (const RuleParameter &parameter : m_parameters->parameters())
            list.append(parameter.name);
        return list;
    };
    m_parameters->setParameters(rule.parameters);
    m_builder->setParameters(names());
    m_builder->setCheck(rule.check);
    connect(m_builder, &CheckBuilder::checkEdited, this,
        [this](const QString &text) { form()->enter(u"check", Cell(text)); });
    m_actions->setActions(rule.actions);
    m_actions->setRule(rule.severity, rule.mode, rule.platforms);
    m_fixes->setParts(rule.fixes);
    m_loaded = listed();
    m_names.add(site.send(ListDeviceCommands())).then(this, [this](const Result<DeviceCommands> &commands) {
        if (commands)
            m_actions->setCommands(commands.value().names);
    });
    connect(form(), &FormSheet::edited, this, [this] {
        const QJsonObject values = form()->values();
        m_builder->setCheck(values.value(u"check"_s).toString());
        QStringList platforms;
        const QJsonArray ticked = values.value(u"platforms"_s).toArray();
        for (const QJsonValue platform : ticked)
            platforms.append(platform.toString());
        m_actions->setRule(Coded<RuleSeverity>::fromToken(values.value(u"severity"_s).toString()),
            Coded<RuleMode>::fromToken(values.value(u"mode"_s).toString()), platforms);
    });
    connect(m_parameters, &ParameterList::edited, this, [this, names] {
        m_builder->setParameters(names());
        Q_EMIT form()->edited();
    });
    // what nobody has touched here stays as the server has it by now
    moreChanges = [this](const QJsonObject &base) {
        QJsonObject changes = listed();
        for (const QString &name : changes.keys()) {
            if (changes.value(name) == m_loaded.value(name) || changes.value(name) == base.value(name))
                changes.remove(name);
        }
        return changes;
    };
}

QJsonObject RuleSheet::listed() const
{
    ComplianceRule now;
    now.parameters = m_parameters->parameters();
    now.actions = m_actions->parts();
    now.fixes = m_fixes->parts();
    const QJsonObject whole = toJson(now);
    return {{u"params"_s, whole.value(u"params"_s)}, {u"actions"_s, whole.value(u"actions"_s)},
        {u"fix"_s, whole.value(u"fix"_s)}};
}

void RuleSheet::fail(const ApiError &error)
{
    ApiError others = error;
    QStringList ofParameters;
    QStringList ofActions;
    QStringList ofFixes;
    others.fields.removeIf([&](const FieldError &refused) {
        if (refused.field == "params"_L1)
            ofParameters.append(refused.message);
        else if (refused.field.startsWith("params."_L1))
            ofParameters.append(tr("%1: %2", "parameter, what is wrong").arg(refused.field.mid(7), refused.message));
        else if (refused.field == "actions"_L1)
            ofActions.append(refused.message);
        else if (refused.field == "fix"_L1)
            ofFixes.append(refused.message);
        else
            return false;
        return true;
    });
    QStringList refusedParts;
    const auto tell = [&refusedParts](PartRows *rows, const QStringList &refusals) {
        rows->setError(refusals.join(u'\n'));
        if (!refusals.isEmpty())
            refusedParts.append(rows->accessibleName());
    };
    tell(m_parameters, ofParameters);
    tell(m_actions, ofActions);
    tell(m_fixes, ofFixes);
    const std::vector<RuleParameter> parameters = m_parameters->parameters();
    const auto bad = std::find_if(parameters.begin(), parameters.end(), [&error](const RuleParameter &parameter) {
        const QString field = u"params."_s + parameter.name;
        return std::any_of(error.fields.begin(), error.fields.end(),
            [&field](const FieldError &refused) { return refused.field == field; });
    });
    if (bad != parameters.end())
        m_parameters->focusRow(int(bad - parameters.begin()));
    SavingSheet::fail(others);
    if (!refusedParts.isEmpty())
        message()->showMessage(Severity::Danger,
            tr("Something below cannot be as it stands: %1.", "parts of the form")
                .arg(refusedParts.join(tr(", ", "between parts of the form"))));
}

void RuleSheet::tryOut()
{
    TryRule operation;
    operation.body = entered();
    if (operation.body.name.isEmpty())
        operation.body.name = tr("Trial"); // a rule that is not stored needs no name of its own
    if (!form()->isAcceptable(u"check") || operation.body.check.isEmpty()) {
        form()->setErrors({{u"check"_s, tr("Write what must be true first.")}});
        return;
    }
    m_try->setEnabled(false);
    message()->hide();
    scope().add(site().send(operation)).then(this, [this](const Result<RuleTrial> &trial) {
        m_try->setEnabled(true);
        if (trial)
            show(trial.value());
        else if (trial.error().kind == ApiError::Kind::Validation)
            fail(trial.error());
        else
            message()->showMessage(Severity::Danger, userText(trial.error()));
    });
}

void RuleSheet::show(const RuleTrial &trial)
{
    const Display display("RuleResult", std::make_shared<SystemClock>());
    const Field &state = *findField(fields<RuleResult>(), u"state");
    QList<StateCount> counts;
    const std::pair<const char *, qint64> all[] = {{"pass", trial.pass}, {"fail", trial.fail},
        {"undetermined", trial.undetermined}, {"error", trial.error}, {"not_applicable", trial.notApplicable}};
    qint64 devices = 0;
    for (const auto &[token, count] : all) {
        const QString word = QString::fromLatin1(token);
        counts.append({display.text(word, state), count, *ruleStateLook(word)});
        devices += count;
    }
    m_about->setText(tr("On %n device(s), as known now; nothing has been saved:", nullptr, int(devices)));
    m_about->show();
    m_counts->set(counts);
    m_counts->show();
}

QString checkInWords(const ComplianceRule &rule)
{
    const QueryParse parse = parseQuery(rule.check, ruleFields(), QueryMode::Check);
    return parse ? sentence(parse.query(), ruleFields(), "Device") : rule.check;
}

} // namespace belvedere
