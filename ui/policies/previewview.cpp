// The numbers, the conflicts and the devices of a preview.
#include "ui/policies/previewview.h"

#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/devices/partstable.h"
#include "ui/policies/countsrow.h"
#include "ui/policies/policyuse.h"
#include "ui/policies/settingwords.h"
#include "ui/records/looks.h"
#include "ui/records/reasons.h"

#include <algorithm>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr size_t mostConflicts = 20; // shown, each in a message of its own
constexpr size_t mostSettings = 12; // of an item without effect, shown before somebody asks for more

QString complianceWord(const QString &token)
{
    const Display display("Device", std::make_shared<SystemClock>());
    return token.isEmpty() ? PreviewView::tr("Not known")
                           : display.text(token, *findField(fields<Device>(), u"compliance"));
}

QList<StateCount> complianceCounts(const QJsonObject &states)
{
    QList<StateCount> counts;
    for (const Choice &choice : choices<Compliance>()) {
        const QString token = QString::fromLatin1(choice.token);
        const qint64 count = states.value(token).toInteger();
        if (count > 0)
            counts.append({complianceWord(token), count, *complianceLook(token)});
    }
    return counts;
}

QList<StateCount> transitionCounts(const std::vector<PreviewTransition> &transitions)
{
    QList<StateCount> counts;
    for (const PreviewTransition &one : transitions) {
        const QString after = one.after.token();
        counts.append({PreviewView::tr("%1 → %2", "compliance before and after")
                           .arg(complianceWord(one.before.token()), complianceWord(after)),
            one.devices, complianceLook(after).value_or(BadgeLook())});
    }
    return counts;
}

// A line for each reason, the most frequent first.
QStringList reasonLines(const QJsonObject &reasons)
{
    std::vector<std::pair<qint64, QString>> sorted;
    for (auto it = reasons.begin(); it != reasons.end(); ++it)
        sorted.emplace_back(-it.value().toInteger(), it.key());
    std::sort(sorted.begin(), sorted.end());
    QStringList lines;
    for (const auto &[negated, code] : sorted) {
        lines.append(PreviewView::tr("Not possible on %n device(s): %1", nullptr, int(-negated))
                         .arg(code == "other"_L1 ? PreviewView::tr("other reasons") : profileReason(code)));
    }
    return lines;
}

PreviewParameters lineOf(const PreviewItem &item, const IneffectiveSetting &setting)
{
    return {item.item, setting.setting, setting.revision, setting.reason};
}

QString labelOf(const IneffectiveSetting &setting)
{
    return catalogueText(setting.label.isEmpty() ? setting.setting : setting.label);
}

// Of a rule in a policy.
QString voiceInWords(qint64 revision, const QJsonObject &parameters)
{
    QStringList values;
    for (auto it = parameters.begin(); it != parameters.end(); ++it)
        values.append(PreviewView::tr("%1 = %2", "parameter and value").arg(it.key(), it.value().toString()));
    const QString number = QString::number(revision);
    return values.isEmpty() ? PreviewView::tr("in revision %1 with its own values").arg(number)
                            : PreviewView::tr("in revision %1 with %2", "values")
                                  .arg(number, values.join(PreviewView::tr(", ", "between values")));
}

} // namespace

PreviewView::PreviewView(Site &site, QWidget *parent)
    : QWidget(parent)
    , m_site(site)
    , m_devices(new Label({}, Label::Style::Heading))
    , m_items(new QWidget)
    , m_conflicts(new QWidget)
    , m_layout(new QVBoxLayout(this))
    , m_wavesTitle(new Label(tr("Devices by wave"), Label::Style::Strong))
    , m_waves(new CountsRow(4))
    , m_versionsTitle(new Label(tr("Devices by the version that they have then"), Label::Style::Strong))
    , m_versions(new CountsRow(4))
    , m_beforeTitle(new Label({}, Label::Style::Strong))
    , m_before(new CountsRow(4))
    , m_afterTitle(new Label(tr("Compliance with the policy"), Label::Style::Strong))
    , m_after(new CountsRow(4))
    , m_changesTitle(new Label(tr("Devices whose compliance changes"), Label::Style::Strong))
    , m_changes(new CountsRow(2))
    , m_tableTitle(new Label({}, Label::Style::Strong))
    , m_changing(linkButton(tr("Show the devices that change")))
    , m_shown(new Label({}, Label::Style::Small, Tone::Muted))
    , m_table(
          new PartsTable(fields<PreviewDevice>().subspan(1), Display("PreviewDevice", std::make_shared<SystemClock>()),
              tr("Devices that change"), tr("Find a device"), tr("Nothing changes on any device.")))
{
    m_table->setBadges(u"compliance_before"_s, complianceLook);
    m_table->setBadges(u"compliance_after"_s, complianceLook);
    m_table->hideEmptyColumns();
    m_devices->setWordWrap(true);
    m_table->layout()->setContentsMargins(0, 0, 0, 0);
    m_table->setMinimumHeight(fontMetrics().lineSpacing() * 14);
    m_layout->setContentsMargins(space::l, space::s, space::l, space::s);
    m_layout->setSpacing(space::s);
    m_layout->addWidget(m_devices);
    m_layout->addWidget(m_conflicts);
    m_layout->addWidget(m_items);
    m_layout->addWidget(m_wavesTitle);
    m_layout->addWidget(m_waves);
    m_layout->addWidget(m_versionsTitle);
    m_layout->addWidget(m_versions);
    m_layout->addWidget(m_beforeTitle);
    m_layout->addWidget(m_before);
    m_layout->addWidget(m_afterTitle);
    m_layout->addWidget(m_after);
    m_layout->addWidget(m_changesTitle);
    m_layout->addWidget(m_changes);
    m_tableTitle->setWordWrap(true);
    m_layout->addWidget(m_tableTitle);
    m_layout->addWidget(m_changing, 0, Qt::AlignLeft);
    m_layout->addWidget(m_shown);
    m_layout->addWidget(m_table, 1);
    for (Label *title : {m_wavesTitle, m_beforeTitle, m_afterTitle, m_changesTitle, m_tableTitle})
        title->setContentsMargins(0, space::s, 0, 0); // away from the part above
    connect(m_table, &PartsTable::opened, this, [this](int row) { Q_EMIT deviceRequested(m_ids.value(row)); });
    connect(m_changing, &QPushButton::clicked, this, [this] {
        showChanging();
        Q_EMIT changingRequested();
    });
}

void PreviewView::show(const PolicyPreview &preview)
{
    m_preview = preview;
    m_devices->setText(previewInWords(preview));
    showItems(preview);
    showConflicts(preview);
    showWaves(preview);
    const QJsonObject before = preview.compliance.value("before"_L1).toObject();
    const QJsonObject after = preview.compliance.value("after"_L1).toObject();
    m_before->set(complianceCounts(before));
    m_after->set(complianceCounts(after));
    m_changes->set(transitionCounts(preview.transitions));
    m_changesTitle->setVisible(!preview.transitions.empty());
    m_changes->setVisible(!preview.transitions.empty());
    const bool changes = before != after || !preview.transitions.empty(); // as many may have gone as have come
    m_beforeTitle->setText(
        changes ? tr("Compliance of these devices now") : tr("Compliance of these devices does not change"));
    m_afterTitle->setVisible(changes);
    m_after->setVisible(changes);
    showChanging();
}

void PreviewView::showChanging()
{
    if (m_changing->hasFocus())
        m_table->setFocus();
    m_changing->hide();
    m_tableTitle->setText(tr("Devices with changes or obstacles"));
    m_table->setNote({});
    fillTable(m_preview);
}

void PreviewView::showWaiting(const PreviewParameters &line)
{
    for (const PreviewItem &item : m_preview.items) {
        for (const IneffectiveSetting &setting : item.ineffective) {
            if (lineOf(item, setting) == line)
                m_tableTitle->setText(tr("Devices on which “%1” has no effect: %2")
                                          .arg(labelOf(setting), settingReason(setting.reason, setting.minimumOs)));
        }
    }
    m_changing->show();
    m_table->setNote(tr("Looking for the devices…"));
    fillTable({});
    for (QWidget *parent = parentWidget(); parent; parent = parent->parentWidget()) {
        if (auto *area = qobject_cast<QScrollArea *>(parent)) {
            area->ensureWidgetVisible(m_table);
            break;
        }
    }
}

void PreviewView::showDevicesOf(const PolicyPreview &answer)
{
    m_table->setNote(tr("There is no such device any more."));
    fillTable(answer);
}

void PreviewView::fillTable(const PolicyPreview &preview)
{
    std::vector<PreviewDevice> devices = preview.devices;
    for (PreviewDevice &device : devices) {
        for (QString &label : device.ineffective)
            label = catalogueText(label);
        for (QString &text : device.impossible) { // "name: reason", and a name may hold colons
            const qsizetype colon = text.lastIndexOf(u": "_s);
            text = tr("%1: %2", "profile, why not").arg(text.left(colon), profileReason(text.mid(colon + 2)));
        }
    }
    m_ids.clear();
    for (const PreviewDevice &device : devices)
        m_ids.append(device.device);
    m_table->model().setParts(devices);
    const bool all = preview.changing <= qint64(preview.devices.size());
    m_shown->setText(all
            ? QString()
            : tr("The first %1 of %2 devices by name")
                  .arg(QLocale().toString(qint64(preview.devices.size())), QLocale().toString(preview.changing)));
    m_shown->setVisible(!all);
}

void PreviewView::showWaves(const PolicyPreview &preview)
{
    m_wavesTitle->setVisible(!preview.waves.empty());
    m_waves->setVisible(!preview.waves.empty());
    QList<StateCount> counts;
    for (const PreviewWave &wave : preview.waves) {
        const bool isLast = &wave == &preview.waves.back();
        QString name = isLast ? tr("Everybody else") : tr("Wave %1").arg(wave.wave);
        if (wave.isOpen)
            name = tr("%1, reached at once", "a wave").arg(name);
        counts.append({name, wave.devices,
            wave.isOpen ? BadgeLook{Severity::Info, Icon::Sync} : BadgeLook{Severity::Neutral, Icon::Clock}});
    }
    m_waves->set(counts);
    m_versionsTitle->setVisible(!preview.versions.empty());
    m_versions->setVisible(!preview.versions.empty());
    counts.clear();
    for (const PreviewVersion &version : preview.versions)
        counts.append({tr("Version %1").arg(version.number), version.devices, {Severity::Neutral, std::nullopt}});
    m_versions->set(counts);
}

void PreviewView::showItems(const PolicyPreview &preview)
{
    auto *items = new QWidget;
    auto *layout = new QVBoxLayout(items);
    layout->setContentsMargins(0, space::s, 0, space::s);
    layout->setSpacing(space::xs);
    for (const PreviewItem &item : preview.items) {
        if (layout->count() > 0)
            layout->addSpacing(space::s);
        layout->addWidget(new Label(item.name.isEmpty() ? item.item : item.name, Label::Style::Strong));
        auto *counts = new CountsRow(7);
        counts->set({{tr("Install"), item.install, {Severity::Info, Icon::Download}},
            {tr("Replace"), item.replace, {Severity::Info, Icon::Sync}},
            {tr("Remove"), item.remove, {Severity::Warning, Icon::Minus}},
            {tr("Unchanged"), item.present, {Severity::Ok, std::nullopt}},
            {tr("Waiting for another item"), item.waiting, {Severity::Neutral, Icon::Clock}},
            {tr("Not possible"), item.impossible, {Severity::Warning, std::nullopt}},
            {tr("Left installed"), item.left, {Severity::Neutral, Icon::Lock}}});
        layout->addWidget(counts);
        for (const QString &line : reasonLines(item.reasons)) {
            auto *reason = new Label(line, Label::Style::Small, Tone::Muted);
            reason->setWordWrap(true);
            layout->addWidget(reason);
        }
        addIneffective(item, layout);
    }
    if (preview.items.empty())
        layout->addWidget(new Label(tr("No items: nothing is installed or removed."), Label::Style::Body, Tone::Muted));
    for (const PreviewBringing &one : preview.brings) {
        auto *line = new Label(tr("The rule “%1” may bring “%2” in revision %3 to devices that fail it.")
                                   .arg(one.ruleName, one.itemName.isEmpty() ? one.item : one.itemName)
                                   .arg(one.revision),
            Label::Style::Body, Tone::Muted);
        line->setWordWrap(true);
        layout->addWidget(line);
    }
    delete m_layout->replaceWidget(m_items, items);
    delete m_items;
    m_items = items;
}

void PreviewView::addIneffective(const PreviewItem &item, QVBoxLayout *layout)
{
    const std::vector<IneffectiveSetting> &settings = item.ineffective;
    const bool withRevision = std::any_of(settings.begin(), settings.end(),
        [&settings](const IneffectiveSetting &one) { return one.revision != settings.front().revision; });
    const size_t shown = std::min(settings.size(), mostSettings);
    for (const IneffectiveSetting &setting : std::span(settings).first(shown))
        layout->addWidget(settingLine(item, setting, withRevision));
    if (shown == settings.size())
        return;
    auto *rest = new QWidget;
    auto *lines = new QVBoxLayout(rest);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(space::xs);
    for (const IneffectiveSetting &setting : std::span(settings).subspan(shown))
        lines->addWidget(settingLine(item, setting, withRevision));
    rest->hide();
    QPushButton *more = linkButton(tr("Show %n more setting(s)", nullptr, int(settings.size() - shown)));
    connect(more, &QPushButton::clicked, rest, [more, rest] {
        rest->show();
        rest->findChild<QPushButton *>()->setFocus();
        more->hide();
    });
    layout->addWidget(more, 0, Qt::AlignLeft);
    layout->addWidget(rest);
}

QWidget *PreviewView::settingLine(const PreviewItem &item, const IneffectiveSetting &setting, bool withRevision)
{
    const QString label = labelOf(setting);
    const QString reason = settingReason(setting.reason, setting.minimumOs);
    const int devices = int(setting.devices);
    auto *text =
        new Label(withRevision ? tr("“%1” in revision %2 has no effect on %n device(s): %3", nullptr, devices)
                                     .arg(label, QString::number(setting.revision), reason)
                               : tr("“%1” has no effect on %n device(s): %2", nullptr, devices).arg(label, reason),
            Label::Style::Small, Tone::Muted);
    text->setWordWrap(true);
    QPushButton *open = linkButton(tr("Show devices"));
    open->setAccessibleName(tr("Show devices on which “%1” has no effect: %2").arg(label, reason));
    connect(open, &QPushButton::clicked, this, [this, line = lineOf(item, setting)] { Q_EMIT settingRequested(line); });
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(text, 1);
    layout->addWidget(open);
    return row;
}

void PreviewView::showConflicts(const PolicyPreview &preview)
{
    auto *conflicts = new QWidget;
    auto *layout = new QVBoxLayout(conflicts);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::xs);
    const size_t shown = std::min(preview.conflicts.size(), mostConflicts);
    for (const PreviewConflict &conflict : std::span(preview.conflicts).first(shown)) {
        auto *message = new InlineMessage(conflicts); // shown by itself, it would be a window
        message->setDismissable(false);
        message->showMessage(Severity::Warning, conflictInWords(conflict, preview.policy));
        layout->addWidget(message);
    }
    if (shown < preview.conflicts.size()) {
        layout->addWidget(new Label(
            tr("and %n more", "conflicts", int(preview.conflicts.size() - shown)), Label::Style::Small, Tone::Muted));
    }
    delete m_layout->replaceWidget(m_conflicts, conflicts);
    delete m_conflicts;
    m_conflicts = conflicts;
}

QString PreviewView::conflictInWords(const PreviewConflict &conflict, const QString &policy)
{
    LiveList &list = m_site.list<BusinessPolicy>();
    QString others = namesOf(list, conflict.policies).join(tr(", ", "between names"));
    if (others.isEmpty())
        others = tr("another policy");
    const QString decides = conflict.winnerPolicy == policy
        ? tr("this policy")
        : tr("“%1”", "a policy").arg(namesOf(list, {conflict.winnerPolicy}).value(0));
    const int devices = int(conflict.devices);
    switch (conflict.kind.value()) {
    case ConflictKind::Revision:
        if (conflict.winnerPolicy.isEmpty()) {
            return tr("On %n device(s), this policy has “%1” in revision %2, and “%3” has it in revision %4. They can "
                      "have neither, and keep what they have.",
                nullptr, devices)
                .arg(itemName(m_site, conflict.item), QString::number(conflict.revision), others,
                    QString::number(conflict.otherRevision));
        }
        return tr("On %n device(s), this policy has “%1” in revision %2, and “%3” has it in revision %4. The newest "
                  "that they can have comes, that of %5.",
            nullptr, devices)
            .arg(itemName(m_site, conflict.item), QString::number(conflict.revision), others,
                QString::number(conflict.otherRevision), decides);
    case ConflictKind::Rule:
        return tr("On %n device(s), this policy has the rule “%1” %2, and “%3” has it %4. Devices are judged as in %5.",
            nullptr, devices)
            .arg(namesOf(m_site.list<ComplianceRule>(), {conflict.item}).value(0),
                voiceInWords(conflict.revision, conflict.parameters), others,
                voiceInWords(conflict.otherRevision, conflict.otherParameters), decides);
    case ConflictKind::Place:
    case ConflictKind::Unknown:
        break;
    }
    return tr("On %n device(s), “%1” meets “%2”, which %3 brings. A device can hold one of them: “%4” stays.", nullptr,
        devices)
        .arg(itemName(m_site, conflict.item), itemName(m_site, conflict.with), others,
            itemName(m_site, conflict.winner));
}

QString previewInWords(const PolicyPreview &preview)
{
    return PreviewView::tr("%1, %2, %3.", "entering, staying and leaving devices")
        .arg(PreviewView::tr("%n device(s) enter", nullptr, int(preview.enter)),
            PreviewView::tr("%n stay", nullptr, int(preview.stay)),
            PreviewView::tr("%n leave", nullptr, int(preview.leave)));
}

QString consequenceInWords(const PolicyPreview &preview)
{
    int installs = 0;
    int replaces = 0;
    int removes = 0;
    const bool areAllNamed = preview.changing <= qint64(preview.devices.size());
    for (const PreviewDevice &device : preview.devices) {
        installs += device.install.isEmpty() ? 0 : 1;
        replaces += device.replace.isEmpty() ? 0 : 1;
        removes += device.remove.isEmpty() ? 0 : 1;
    }
    QStringList parts;
    if (areAllNamed) {
        if (installs > 0)
            parts.append(PreviewView::tr("installs on %n device(s)", nullptr, installs));
        if (replaces > 0)
            parts.append(PreviewView::tr("replaces on %n device(s)", nullptr, replaces));
        if (removes > 0)
            parts.append(PreviewView::tr("removes from %n device(s)", nullptr, removes));
    } else {
        qint64 counts[3] = {};
        for (const PreviewItem &item : preview.items) {
            counts[0] += item.install;
            counts[1] += item.replace;
            counts[2] += item.remove;
        }
        if (counts[0] > 0)
            parts.append(PreviewView::tr("installs %n item(s)", nullptr, int(counts[0])));
        if (counts[1] > 0)
            parts.append(PreviewView::tr("replaces %n item(s)", nullptr, int(counts[1])));
        if (counts[2] > 0)
            parts.append(PreviewView::tr("removes %n item(s)", nullptr, int(counts[2])));
    }
    return parts.isEmpty() ? QString()
                           : PreviewView::tr("It %1.", "installs on 3 devices, removes from 2 devices")
                                 .arg(parts.join(PreviewView::tr(", ", "between consequences")));
}

} // namespace belvedere
