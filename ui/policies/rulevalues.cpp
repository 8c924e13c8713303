// Rows of parameters by rule; what the rules declare is read as they are ticked.
#include "ui/policies/rulevalues.h"

#include "api/operations.h"
#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/common/usertext.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/rulevaluerow.h"

#include <algorithm>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr QLatin1StringView pinPrefix("rule_pins.");

} // namespace

RuleValues::RuleValues(Site &site, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_lines(new QVBoxLayout(this))
{
    m_lines->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(space::s);
    LiveList &rules = site.list<ComplianceRule>();
    connect(&rules, &LiveList::stateChanged, this, &RuleValues::readMissing);
    connect(&rules.store(), &TableStore::changed, this, &RuleValues::readMissing);
}

void RuleValues::load(const std::vector<PolicyRule> &pins)
{
    setRules({});
    m_values.clear();
    for (const PolicyRule &pin : pins)
        m_values.insert(pin.rule, pin.parameters);
}

void RuleValues::setRules(const std::vector<PolicyRule> &pins)
{
    QList<Pin> rules;
    for (const PolicyRule &pin : pins) {
        rules.append({pin.rule, pin.revision});
        m_names.insert(pin.rule, pin.name);
    }
    if (rules == m_rules)
        return;
    const QList<Pin> before = std::exchange(m_rules, rules);
    m_failed.clear(); // asked again
    for (const Pin &pin : before) {
        if (!rules.contains(pin))
            drop(pin);
    }
    for (const Pin &pin : std::as_const(rules)) {
        if (!before.contains(pin))
            show(pin);
    }
    readMissing();
    Q_EMIT shownChanged(!m_sections.isEmpty());
}

// The list has the check of the newest revision, and not what it declares; a check without parameters needs none.
bool RuleValues::mayHaveParameters(const Pin &pin)
{
    if (!m_values.value(pin.first).isEmpty())
        return true;
    LiveList &rules = m_site.list<ComplianceRule>();
    const SnapshotPointer &known = rules.store().snapshot();
    const std::optional<quint32> row = known->rowOf(pin.first);
    if (!row) // made a moment ago, if this is the whole list
        return rules.state() != LiveList::State::Empty && rules.state() != LiveList::State::Loading;
    const qint64 newest = revisionOf(rules, pin.first);
    if (pin.second != 0 && newest != 0 && pin.second != newest)
        return true;
    const Cell check = known->cell(*row, known->columnOf(u"check"));
    const auto *text = std::get_if<QString>(&check);
    return text && text->contains(u'$');
}

void RuleValues::readMissing()
{
    for (const Pin &pin : std::as_const(m_rules)) {
        const auto known = m_known.constFind(pin);
        const bool isOld = known != m_known.constEnd() && pin.second == 0
            && known->revision < revisionOf(m_site.list<ComplianceRule>(), pin.first);
        const bool isAsked = m_reading.contains(pin) || m_failed.contains(pin);
        if (!isAsked && (isOld || (known == m_known.constEnd() && mayHaveParameters(pin))))
            read(pin);
    }
}

void RuleValues::read(const Pin &pin)
{
    m_reading.insert(pin);
    if (!m_known.contains(pin)) {
        show(pin);
        Q_EMIT shownChanged(true);
    }
    const auto taken = [this, pin](const Result<ComplianceRule> &rule) { take(pin, rule); };
    if (pin.second == 0) {
        Get<ComplianceRule> operation;
        operation.id.text = pin.first;
        m_scope.add(m_site.send(operation)).then(this, taken);
        return;
    }
    GetRuleRevision operation;
    operation.id.text = pin.first;
    operation.parameters.number = pin.second;
    m_scope.add(m_site.send(operation)).then(this, taken);
}

void RuleValues::take(const Pin &pin, const Result<ComplianceRule> &rule)
{
    m_reading.remove(pin);
    if (rule) {
        m_known.insert(pin, rule.value());
        m_failed.remove(pin);
    } else {
        m_failed.insert(pin, userText(rule.error()));
    }
    if (!m_rules.contains(pin))
        return; // taken out of the policy in the meantime
    show(pin);
    Q_EMIT shownChanged(!m_sections.isEmpty());
}

void RuleValues::drop(const Pin &pin)
{
    QWidget *section = m_sections.take(pin);
    if (!section)
        return;
    m_lines->removeWidget(section);
    section->hide();
    section->deleteLater(); // a button of it may be what is being handled
}

void RuleValues::show(const Pin &pin)
{
    drop(pin);
    QWidget *section = makeSection(pin);
    if (!section)
        return;
    int place = 0;
    for (const Pin &other : std::as_const(m_rules)) {
        if (other == pin)
            break;
        place += m_sections.contains(other) ? 1 : 0;
    }
    m_sections.insert(pin, section);
    m_lines->insertWidget(place, section);
    // the keyboard goes from top to bottom, in whichever order they came
    const QList<RuleValueRow *> all = rows();
    for (qsizetype i = 1; i < all.size(); ++i)
        setTabOrder(all[i - 1]->field(), all[i]->field());
}

// Nothing where there is nothing to fill in.
QWidget *RuleValues::makeSection(const Pin &pin)
{
    const auto rule = m_known.constFind(pin);
    const bool isKnown = rule != m_known.constEnd();
    if (!isKnown && !m_failed.contains(pin) && !m_reading.contains(pin))
        return nullptr;
    QStringList strays = m_values.value(pin.first).keys();
    if (isKnown) {
        for (const RuleParameter &parameter : rule->parameters)
            strays.removeOne(parameter.name);
        if (rule->parameters.empty() && strays.isEmpty())
            return nullptr;
    }
    auto *section = new QWidget;
    auto *lines = new QVBoxLayout(section);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(space::s);
    if (!isKnown) {
        fillUnread(lines, pin);
        return section;
    }
    auto *title = new Label(tr("Values of “%1”").arg(rule->name), Label::Style::Strong);
    title->setWordWrap(true);
    lines->addWidget(title);
    for (const RuleParameter &parameter : rule->parameters) {
        const QJsonValue given = m_values.value(pin.first).value(parameter.name);
        auto *row =
            new RuleValueRow(*rule, parameter, given.isString() ? std::optional(given.toString()) : std::nullopt);
        connect(row, &RuleValueRow::edited, this, [this, row] { enter(row->rule(), row->name(), row->value()); });
        lines->addWidget(row);
    }
    for (const QString &name : std::as_const(strays))
        lines->addWidget(makeStrayRow(pin.first, name));
    return section;
}

void RuleValues::fillUnread(QVBoxLayout *lines, const Pin &pin)
{
    const QString name = m_names.value(pin.first);
    const bool isFailed = m_failed.contains(pin);
    auto *text = new Label(isFailed ? tr("The values of “%1” cannot be read. %2").arg(name, m_failed.value(pin))
                                    : tr("Reading the values of “%1”…").arg(name),
        Label::Style::Body, isFailed ? Tone::Danger : Tone::Muted);
    text->setWordWrap(true);
    lines->addWidget(text);
    if (!isFailed)
        return;
    QPushButton *again = linkButton(tr("Try again"));
    again->setAccessibleName(tr("Read the values of “%1” again").arg(name));
    lines->addWidget(again, 0, Qt::AlignLeft);
    connect(again, &QPushButton::clicked, this, [this, pin] {
        m_failed.remove(pin);
        read(pin);
    });
}

QWidget *RuleValues::makeStrayRow(const QString &rule, const QString &name)
{
    const QString value = m_values.value(rule).value(name).toString();
    auto *row = new QWidget;
    row->setObjectName(QString(rule + u'.' + name));
    auto *text =
        new Label(tr("“%1” is %2 here, and the rule has no such parameter.", "parameter, its value").arg(name, value),
            Label::Style::Body, Tone::Warning);
    text->setWordWrap(true);
    QPushButton *remove = linkButton(tr("Take away"));
    remove->setAccessibleName(tr("Take away the value of “%1”").arg(name));
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(text, 1);
    layout->addWidget(remove, 0, Qt::AlignTop);
    connect(remove, &QPushButton::clicked, this, [this, row, rule, name] {
        row->hide();
        row->deleteLater();
        enter(rule, name, std::nullopt);
    });
    return row;
}

void RuleValues::enter(const QString &rule, const QString &name, const std::optional<QString> &value)
{
    QJsonObject &values = m_values[rule];
    if (value)
        values.insert(name, *value);
    else
        values.remove(name);
    Q_EMIT edited();
}

QList<RuleValueRow *> RuleValues::rows() const
{
    QList<RuleValueRow *> all;
    for (const Pin &pin : m_rules) {
        if (const QWidget *section = m_sections.value(pin))
            all += section->findChildren<RuleValueRow *>();
    }
    return all;
}

bool RuleValues::check()
{
    const QList<RuleValueRow *> all = rows();
    const auto bad = std::find_if(
        all.begin(), all.end(), [](const RuleValueRow *row) { return row->isTouched() && !row->isGood(); });
    if (bad != all.end())
        (*bad)->field()->setFocus(Qt::OtherFocusReason);
    return bad == all.end();
}

bool RuleValues::isSettled() const
{
    return std::none_of(m_rules.begin(), m_rules.end(),
        [this](const Pin &pin) { return m_reading.contains(pin) && !m_known.contains(pin); });
}

QString RuleValues::refusalText(const FieldError &error) const
{
    const QString rule = m_names.value(error.field.section(u'.', 1, 1));
    const QString parameter = error.field.section(u'.', 3);
    return parameter.isEmpty()
        ? tr("“%1”: %2", "rule, what is wrong with it").arg(rule, error.message)
        : tr("“%1” of “%2”: %3", "parameter, its rule, what is wrong").arg(parameter, rule, error.message);
}

QStringList RuleValues::setErrors(const QList<FieldError> &errors)
{
    const QList<RuleValueRow *> all = rows();
    QStringList others;
    RuleValueRow *first = nullptr;
    for (const FieldError &error : errors) {
        const auto names = [&error](const RuleValueRow *row) {
            return error.field == QString(pinPrefix + row->rule() + u".params."_s + row->name());
        };
        const auto row = std::find_if(all.begin(), all.end(), names);
        if (row == all.end()) {
            others.append(refusalText(error));
            continue;
        }
        (*row)->setProblem(error.message);
        first = first ? first : *row;
    }
    if (first)
        first->field()->setFocus(Qt::OtherFocusReason);
    return others;
}

} // namespace belvedere
