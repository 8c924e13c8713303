// Radio buttons, a line for each wave, and when it stops by itself.
#include "ui/policies/rolloutstep.h"

#include "domain/device.h"
#include "query/parser.h"
#include "ui/common/buttons.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int hour = 3'600; // seconds
constexpr int longestWait = 24 * 90; // hours

QSpinBox *spin(int from, int to, const QString &suffix, const QString &name)
{
    auto *box = new QSpinBox;
    box->setRange(from, to);
    box->setSuffix(suffix);
    box->setAccessibleName(name);
    return box;
}

Label *note(const QString &text)
{
    auto *label = new Label(text, Label::Style::Small, Tone::Muted);
    label->setWordWrap(true);
    return label;
}

} // namespace

RolloutStep::RolloutStep(QWidget *parent)
    : QWidget(parent)
    , m_enforce(new QRadioButton(tr("Enforce: install the items, and count devices that miss a rule as not compliant")))
    , m_monitor(new QRadioButton(tr("Monitor: evaluate and show the rules; nothing is installed")))
    , m_atOnce(new QRadioButton(tr("Reach all devices in scope at once")))
    , m_staged(new QRadioButton(tr("Reach them in waves")))
    , m_stages(new QWidget)
    , m_lines(new QVBoxLayout)
    , m_add(linkButton(tr("Add a wave")))
    , m_next(new QComboBox)
    , m_wait(spin(1, longestWait, tr(" h", "hours"), tr("Time between waves, in hours")))
    , m_threshold(spin(0, 100, tr(" %", "percent"), tr("Halts at failures of, in percent")))
    , m_minimum(spin(1, 100'000, {}, tr("Deployments that must have ended before it decides")))
    , m_error(new Label({}, Label::Style::Body, Tone::Danger))
{
    m_threshold->setSpecialValueText(tr("Never halts"));
    m_next->addItem(tr("opens by itself after"));
    m_next->addItem(tr("is opened by a person"));
    m_next->setAccessibleName(tr("How the next wave begins"));
    m_error->setWordWrap(true);
    m_error->hide();
    m_staged->setObjectName(u"staged"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::s);
    layout->setSpacing(space::s);
    layout->addWidget(makeMode());
    layout->addWidget(new Label(tr("Roll-out"), Label::Style::Strong));
    layout->addWidget(m_atOnce);
    layout->addWidget(m_staged);
    layout->addWidget(m_stages);
    layout->addWidget(m_error);
    layout->addStretch(1);
    auto *inner = new QVBoxLayout(m_stages);
    inner->setContentsMargins(space::xl, 0, 0, 0);
    inner->setSpacing(space::s);
    inner->addWidget(note(tr("A share counts all devices in scope, those of earlier waves included. After the last "
                             "wave, everybody else follows. Until then devices keep the version that they have.")));
    m_lines->setSpacing(space::xs);
    inner->addLayout(m_lines);
    inner->addWidget(m_add, 0, Qt::AlignLeft);
    inner->addWidget(makeRules());
    const auto changed = [this] {
        refresh();
        Q_EMIT edited();
    };
    for (QRadioButton *button : {m_enforce, m_atOnce})
        connect(button, &QRadioButton::toggled, this, changed);
    connect(m_staged, &QRadioButton::toggled, this, [this](bool on) {
        if (on && m_waves.empty())
            addWave({10, {}});
    });
    connect(m_add, &QPushButton::clicked, this, [this, changed] {
        const int last = m_waves.empty() ? 0 : m_waves.back().percent->value();
        addWave({qMin(100, qMax(10, last * 2)), {}});
        m_waves.back().kind->setFocus(Qt::OtherFocusReason);
        changed();
    });
    connect(m_next, &QComboBox::currentIndexChanged, this, changed);
    for (QSpinBox *box : {m_wait, m_threshold, m_minimum})
        connect(box, &QSpinBox::valueChanged, this, changed);
    load({});
}

QWidget *RolloutStep::makeMode()
{
    auto *box = new QWidget;
    auto *group = new QButtonGroup(this);
    group->addButton(m_enforce);
    group->addButton(m_monitor);
    auto *stages = new QButtonGroup(this);
    stages->addButton(m_atOnce);
    stages->addButton(m_staged);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, space::s);
    layout->setSpacing(space::s);
    layout->addWidget(new Label(tr("What it does"), Label::Style::Strong));
    layout->addWidget(m_enforce);
    layout->addWidget(m_monitor);
    return box;
}

QWidget *RolloutStep::makeRules()
{
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, space::s, 0, 0);
    grid->setHorizontalSpacing(space::m);
    grid->setVerticalSpacing(space::s);
    grid->addWidget(new Label(tr("The next wave")), 0, 0);
    grid->addWidget(m_next, 0, 1);
    grid->addWidget(m_wait, 0, 2);
    grid->addWidget(new Label(tr("It halts by itself at failures of")), 1, 0);
    grid->addWidget(m_threshold, 1, 1);
    grid->addWidget(new Label(tr("It decides once so many have ended")), 2, 0);
    grid->addWidget(m_minimum, 2, 1);
    grid->setColumnStretch(3, 1);
    return box;
}

void RolloutStep::load(const BusinessPolicy &policy)
{
    const QSignalBlocker quiet(this);
    while (!m_waves.empty())
        removeWave(m_waves.back().line);
    m_monitor->setChecked(policy.mode == PolicyMode::Monitor);
    m_enforce->setChecked(policy.mode != PolicyMode::Monitor);
    for (const RolloutWave &wave : policy.waves)
        addWave(wave);
    m_staged->setChecked(!policy.waves.empty());
    m_atOnce->setChecked(policy.waves.empty());
    m_next->setCurrentIndex(policy.waveWait > 0 ? 0 : 1);
    m_wait->setValue(int(qMax<qint64>(1, policy.waveWait / hour)));
    m_threshold->setValue(int(policy.failureThreshold));
    m_minimum->setValue(int(qMax<qint64>(1, policy.failureMinimum)));
    refresh();
}

void RolloutStep::store(BusinessPolicy *policy) const
{
    if (m_monitor->isChecked())
        policy->mode = PolicyMode::Monitor;
    else if (policy->mode.isKnown()) // a server that does not tell it enforces
        policy->mode = PolicyMode::Enforce;
    policy->waves.clear();
    if (m_staged->isChecked()) {
        for (const Wave &wave : m_waves) {
            const bool isShare = wave.kind->currentIndex() == 0;
            policy->waves.push_back(
                {isShare ? wave.percent->value() : 0, isShare ? QString() : wave.query->text().trimmed()});
        }
        // a time that is no whole number of hours stays what it is until it is changed here
        const qint64 wait = m_next->currentIndex() == 0 ? qint64(m_wait->value()) * hour : 0;
        const bool isSame = wait > 0 && policy->waveWait > 0 && qMax<qint64>(1, policy->waveWait / hour) * hour == wait;
        policy->waveWait = isSame ? policy->waveWait : wait;
        policy->failureThreshold = m_threshold->value();
        policy->failureMinimum = m_minimum->value();
    }
}

bool RolloutStep::check()
{
    m_error->hide();
    if (!m_staged->isChecked())
        return true;
    const auto refuse = [this](const QString &text, QWidget *where) {
        m_error->setText(text);
        m_error->show();
        where->setFocus(Qt::OtherFocusReason);
        return false;
    };
    if (m_waves.empty())
        return refuse(tr("Add a wave, or reach all devices at once."), m_add);
    int before = 0;
    for (size_t i = 0; i < m_waves.size(); ++i) {
        const Wave &wave = m_waves[i];
        if (wave.kind->currentIndex() == 0) {
            if (wave.percent->value() <= before)
                return refuse(
                    tr("Wave %1 has to reach a greater share than the waves before it.").arg(i + 1), wave.percent);
            before = wave.percent->value();
            continue;
        }
        const QString query = wave.query->text().trimmed();
        const QueryParse parse = parseQuery(query, fields<Device>());
        if (query.isEmpty() || !parse)
            return refuse(query.isEmpty() ? tr("Wave %1 does not say which devices it reaches.").arg(i + 1)
                                          : tr("The query of wave %1 cannot be read.").arg(i + 1),
                wave.query);
    }
    return true;
}

QWidget *RolloutStep::firstFocus() const
{
    return m_monitor->isChecked() ? static_cast<QWidget *>(m_monitor) : m_enforce;
}

void RolloutStep::addWave(const RolloutWave &wave)
{
    const auto changed = [this] {
        refresh();
        Q_EMIT edited();
    };
    Wave made{new QWidget, new Label, new QComboBox, spin(1, 100, tr(" %", "percent"), {}), new QLineEdit};
    auto *layout = new QHBoxLayout(made.line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    made.kind->addItem(tr("a share of the devices"));
    made.kind->addItem(tr("devices that match"));
    made.kind->setCurrentIndex(wave.query.isEmpty() ? 0 : 1);
    made.percent->setValue(int(qBound(qint64(1), wave.percent, qint64(100))));
    made.percent->setObjectName(u"percent"_s);
    made.query->setText(wave.query);
    made.query->setPlaceholderText(tr("e.g. tag:pilot"));
    QToolButton *remove = iconButton(Icon::Close, tr("Remove this wave"));
    for (QWidget *part : std::initializer_list<QWidget *>{made.title, made.kind, made.percent})
        layout->addWidget(part);
    layout->addWidget(made.query, 1);
    layout->addWidget(remove);
    layout->addStretch(0);
    m_lines->addWidget(made.line);
    m_waves.push_back(made);
    connect(made.kind, &QComboBox::currentIndexChanged, this, changed);
    connect(made.percent, &QSpinBox::valueChanged, this, changed);
    connect(made.query, &QLineEdit::textChanged, this, changed);
    connect(remove, &QToolButton::clicked, this, [this, line = made.line, changed] {
        removeWave(line);
        m_add->setFocus(Qt::OtherFocusReason);
        changed();
    });
    refresh();
}

void RolloutStep::removeWave(QWidget *line)
{
    std::erase_if(m_waves, [line](const Wave &wave) { return wave.line == line; });
    m_lines->removeWidget(line);
    line->hide();
    line->deleteLater(); // its own button may have asked for it
}

void RolloutStep::refresh()
{
    m_error->hide();
    m_stages->setVisible(m_staged->isChecked());
    m_add->setEnabled(m_waves.size() < size_t(maximumWaves));
    m_wait->setVisible(m_next->currentIndex() == 0);
    m_minimum->setEnabled(m_threshold->value() > 0);
    for (size_t i = 0; i < m_waves.size(); ++i) {
        const Wave &wave = m_waves[i];
        const QString name = tr("Wave %1").arg(i + 1);
        const bool isShare = wave.kind->currentIndex() == 0;
        wave.title->setText(name);
        wave.kind->setAccessibleName(tr("%1: who is reached").arg(name));
        wave.percent->setAccessibleName(tr("%1: percent").arg(name));
        wave.query->setAccessibleName(tr("%1: query").arg(name));
        wave.percent->setVisible(isShare);
        wave.query->setVisible(!isShare);
    }
}

QString rolloutInWords(const BusinessPolicy &policy)
{
    if (policy.waves.empty())
        return RolloutStep::tr("All devices at once");
    QStringList waves;
    for (const RolloutWave &wave : policy.waves)
        waves.append(wave.query.isEmpty() ? RolloutStep::tr("%1 %", "percent").arg(wave.percent) : wave.query);
    return RolloutStep::tr("In waves: %1, then everybody").arg(waves.join(RolloutStep::tr(", ", "between waves")));
}

} // namespace belvedere
