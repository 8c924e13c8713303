// The query of a scope, its sentence and its devices.
#include "ui/policies/scopestep.h"

#include "query/describe.h"
#include "query/parser.h"
#include "ui/common/label.h"
#include "ui/common/querybox.h"
#include "ui/policies/policyuse.h"

#include <QRadioButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int namesShown = 6;

} // namespace

ScopeStep::ScopeStep(Site &site, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_tallies(site.list<Device>())
    , m_all(new QRadioButton(tr("All devices of this site, now and later")))
    , m_some(new QRadioButton(tr("The devices that match a query, now and later")))
    , m_box(new QueryBox(tr("e.g. platform:linux tag:field -tag:loaner")))
    , m_sentence(new Label({}, Label::Style::Body, Tone::Muted))
    , m_count(new Label({}, Label::Style::Strong))
    , m_names(new Label({}, Label::Style::Body, Tone::Muted))
    , m_error(new Label({}, Label::Style::Small, Tone::Danger))
{
    m_all->setObjectName(u"scopeAll"_s);
    m_some->setObjectName(u"scopeQuery"_s);
    m_box->edit()->setAccessibleName(tr("Query for the devices"));
    for (Label *label : {m_sentence, m_names, m_error})
        label->setWordWrap(true);
    auto *inner = new QVBoxLayout;
    inner->setContentsMargins(space::xl, 0, 0, 0);
    inner->setSpacing(space::s);
    inner->addWidget(m_box);
    inner->addWidget(m_sentence);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::s);
    layout->setSpacing(space::m);
    layout->addWidget(m_all);
    layout->addWidget(m_some);
    layout->addLayout(inner);
    layout->addWidget(m_error);
    layout->addWidget(m_count);
    layout->addWidget(m_names);
    layout->addStretch(1);
    m_error->hide();
    m_some->setChecked(true);
    const auto changed = [this] {
        read();
        Q_EMIT edited();
    };
    connect(m_box, &QueryBox::queryEdited, this, changed);
    connect(m_all, &QRadioButton::toggled, this, changed);
    connect(&m_tallies, &Tallies::changed, this, &ScopeStep::count);
    read();
}

void ScopeStep::load(const BusinessPolicy &policy)
{
    const QSignalBlocker quiet(this);
    m_all->setChecked(policy.allDevices);
    m_some->setChecked(!policy.allDevices);
    m_box->setText(policy.scope);
    read();
}

bool ScopeStep::isForAll() const { return m_all->isChecked(); }

QString ScopeStep::query() const { return isForAll() ? QString() : m_box->text().trimmed(); }

QWidget *ScopeStep::firstFocus() const { return isForAll() ? static_cast<QWidget *>(m_all) : m_box->edit(); }

bool ScopeStep::check()
{
    if (isForAll())
        return true;
    if (m_box->hasError()) {
        m_box->tell();
        m_box->edit()->setFocus(Qt::OtherFocusReason);
        return false;
    }
    if (query().isEmpty()) {
        m_error->setText(tr("Write which devices, or choose all of them."));
        m_error->show();
        m_box->edit()->setFocus(Qt::OtherFocusReason);
        return false;
    }
    return true;
}

void ScopeStep::read()
{
    m_error->hide();
    m_box->setEnabled(!isForAll());
    const QueryParse parse = parseQuery(query(), fields<Device>());
    if (!parse) {
        m_box->showError(parse.error());
        m_sentence->hide();
        m_count->setText(tr("The query cannot be read yet."));
        m_names->hide();
        m_tallies.setQueries({});
        return;
    }
    m_box->clearError();
    const bool any = !parse.query().isEmpty();
    m_sentence->setText(any ? sentence(parse.query(), fields<Device>(), "Device") : QString());
    m_sentence->setVisible(any);
    m_tallies.setQueries({QString(), query()});
}

void ScopeStep::count()
{
    if (m_tallies.size() == 0)
        return;
    const bool named = isForAll() || !query().isEmpty();
    m_names->setVisible(named && m_tallies.count(1) > 0);
    if (!named) {
        m_count->setText(tr("No devices are named yet."));
        return;
    }
    const QLocale locale;
    const int matching = int(m_tallies.count(1));
    m_count->setText(isForAll()
            ? tr("%n device(s) now", nullptr, matching)
            : tr("%n device(s) of %1 now", nullptr, matching).arg(locale.toString(m_tallies.count(0))));
    const QString names =
        namesOf(m_site.list<Device>(), m_tallies.firstIds(1, namesShown)).join(tr(", ", "between names"));
    m_names->setText(matching > namesShown ? tr("%1 and %n more", nullptr, matching - namesShown).arg(names) : names);
}

QString scopeInWords(const BusinessPolicy &policy)
{
    if (policy.allDevices)
        return ScopeStep::tr("All devices");
    if (policy.scope.isEmpty())
        return ScopeStep::tr("Not decided yet");
    const QueryParse parse = parseQuery(policy.scope, fields<Device>());
    return parse ? sentence(parse.query(), fields<Device>(), "Device") : policy.scope;
}

QString scopeInLines(const QString &scope)
{
    QString lines;
    lines.reserve(scope.size());
    bool isQuoted = false;
    for (qsizetype i = 0; i < scope.size(); ++i) {
        const QChar letter = scope[i];
        if (letter == u'"' && (i == 0 || scope[i - 1] != u'\\'))
            isQuoted = !isQuoted;
        const bool beforeMinus = letter == u' ' && !isQuoted && i + 1 < scope.size() && scope[i + 1] == u'-';
        lines += beforeMinus ? QChar(u'\n') : letter;
    }
    return lines;
}

} // namespace belvedere
