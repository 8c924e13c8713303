// What the site answers, line by line.
#include "ui/policies/approvalsheet.h"

#include "api/dryrun.h"
#include "api/operations.h"
#include "compliance/ladder.h"
#include "ui/common/effectline.h"
#include "ui/common/label.h"
#include "ui/common/usertext.h"
#include "ui/records/reasons.h"

#include <QFrame>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QList<Effect> effectsOf(const RuleDryRun &run, const Id<RuleStep> &step)
{
    QList<Effect> effects{{Severity::Danger,
        ApprovalSheet::tr(
            "In all, %n device(s) would be wiped or lose work data by this rule now.", nullptr, int(run.devices))}};
    const auto own = std::find_if(
        run.steps.begin(), run.steps.end(), [&step](const DryRunStep &one) { return one.step == step.text; });
    if (own != run.steps.end() && own->code.isEmpty()) {
        effects.append({Severity::Info, ApprovalSheet::tr("Nothing holds this step back.")});
    } else if (own != run.steps.end()) {
        const QString reason = deploymentReasonWords().value(own->code, own->code);
        effects.append({Severity::Warning, ApprovalSheet::tr("This step is held back now: %1.", "reason").arg(reason)});
    } else if (qint64(run.steps.size()) == run.total) {
        effects.append({Severity::Warning, ApprovalSheet::tr("The rule does not lead to this step any more.")});
    }
    return effects;
}

} // namespace

ApprovalSheet::ApprovalSheet(Site &site, const RuleStep &step, const Question &question, QWidget *window)
    : QuestionSheet(question, window)
{
    const bool destroys = isDestructive(step.kind.value());
    auto *part = new QWidget(card());
    m_lines = new QVBoxLayout(part);
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(space::m);
    auto *loading = new Label(
        destroys ? tr("Finding out what the rule would destroy now…") : tr("Fetching what the screen will show…"),
        Label::Style::Body, Tone::Muted, part);
    loading->setWordWrap(true);
    m_loading = loading;
    m_lines->addWidget(m_loading);
    addPart(part);
    addButtons(question);
    accept()->setEnabled(false);
    connect(cancel(), &QPushButton::clicked, this, &ApprovalSheet::dismiss);
    connect(accept(), &QPushButton::clicked, this, [this] {
        Q_EMIT accepted();
        dismiss();
    });
    if (destroys)
        askDryRun(site, step);
    else
        askTexts(site, step);
}

bool ApprovalSheet::isFor(RuleActionKind kind) { return isDestructive(kind) || kind == RuleActionKind::LostMode; }

// A slip of the Enter key must not accept.
QWidget *ApprovalSheet::firstFocus() const { return cancel(); }

void ApprovalSheet::askDryRun(Site &site, const RuleStep &step)
{
    DryRunRule operation;
    operation.id = step.rule;
    m_requests.add(site.send(operation)).then(this, [this, id = step.id](const Result<RuleDryRun> &run) {
        fill(run ? effectsOf(run.value(), id)
                 : QList<Effect>{{Severity::Warning,
                     tr("What the rule would destroy now could not be found out. %1", "error")
                         .arg(userText(run.error()))}});
    });
}

void ApprovalSheet::askTexts(Site &site, const RuleStep &step)
{
    Get<RuleStep> operation;
    operation.id = step.id;
    m_requests.add(site.send(operation)).then(this, [this](const Result<RuleStep> &whole) {
        if (!whole) {
            fill({{Severity::Warning,
                tr("What the screen will show could not be fetched. %1", "error").arg(userText(whole.error()))}});
            return;
        }
        const QJsonObject &texts = whole.value().parameters;
        QList<Effect> effects{
            {Severity::Info, tr("The screen will show: “%1”").arg(texts.value("message"_L1).toString())}};
        if (const QString phone = texts.value("phone"_L1).toString(); !phone.isEmpty())
            effects.append({Severity::Info, tr("Number to call: %1").arg(phone)});
        fill(effects);
    });
}

void ApprovalSheet::fill(const QList<Effect> &effects)
{
    m_loading->hide();
    for (const Effect &effect : effects)
        m_lines->addWidget(new EffectLine(effect, {}, m_lines->parentWidget()));
    accept()->setEnabled(true);
}

} // namespace belvedere
