// Grouping of effects.
#include "ui/actions/effects.h"

#include "ui/actions/words.h"

#include <algorithm>
#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString tr(const char *text, int n = -1) { return QCoreApplication::translate("ActionEffects", text, nullptr, n); }

QString platformName(const Coded<Platform> &platform)
{
    return platform.isKnown()
        ? QCoreApplication::translate("Device", choices<Platform>()[size_t(platform.value())].label)
        : tr(QT_TRANSLATE_NOOP("ActionEffects", "unknown platform"));
}

QString managementName(const Coded<Management> &management)
{
    switch (management.value()) {
    case Management::Agent:
        return tr(QT_TRANSLATE_NOOP("ActionEffects", "with our agent"));
    case Management::Inventory:
        return tr(QT_TRANSLATE_NOOP("ActionEffects", "only inventoried"));
    case Management::Unknown:
        break;
    }
    return tr(QT_TRANSLATE_NOOP("ActionEffects", "management not known"));
}

bool isSameFate(const ActionEffect &a, const ActionEffect &b)
{
    return a.effect == b.effect && a.simulated == b.simulated && a.management == b.management;
}

} // namespace

QList<EffectGroup> effectGroups(const ActionPreview &preview)
{
    QList<EffectGroup> groups;
    std::vector<const ActionEffect *> open;
    for (const ActionEffect &effect : preview.effects)
        open.push_back(&effect);
    while (!open.empty()) {
        const ActionEffect &first = *open.front();
        EffectGroup group;
        QStringList platforms;
        std::erase_if(open, [&](const ActionEffect *effect) {
            if (!isSameFate(*effect, first))
                return false;
            group.devices += effect->devices;
            platforms.append(tr(QT_TRANSLATE_NOOP("ActionEffects", "%1 × %2"))
                                 .arg(QLocale().toString(effect->devices), platformName(effect->platform)));
            return true;
        });
        group.simulated = first.simulated;
        group.isRefused = first.effect.startsWith("Nothing"_L1);
        group.who = (first.simulated ? tr(QT_TRANSLATE_NOOP("ActionEffects", "%1, simulated, %2"))
                                     : tr(QT_TRANSLATE_NOOP("ActionEffects", "%1, %2")))
                        .arg(platforms.join(u", "_s), managementName(first.management));
        group.what = effectText(first.effect);
        groups.append(group);
    }
    std::stable_sort(groups.begin(), groups.end(), [](const EffectGroup &a, const EffectGroup &b) {
        return std::pair(a.isRefused, -a.devices) < std::pair(b.isRefused, -b.devices);
    });
    return groups;
}

QList<std::pair<QString, QString>> refusalLines(const ActionPreview &preview, qsizetype mostNames)
{
    QList<std::pair<QString, QStringList>> byCode;
    for (const ActionRefusal &refusal : preview.refused) {
        auto it =
            std::find_if(byCode.begin(), byCode.end(), [&](const auto &entry) { return entry.first == refusal.code; });
        if (it == byCode.end())
            it = byCode.insert(byCode.end(), {refusal.code, {}});
        it->second.append(refusal.name.isEmpty() ? refusal.device : refusal.name);
    }
    QList<std::pair<QString, QString>> lines;
    for (const auto &[code, names] : byCode) {
        QString text = QStringList(names.first(qMin(mostNames, names.size()))).join(u", "_s);
        if (names.size() > mostNames)
            text = tr(QT_TRANSLATE_NOOP("ActionEffects", "%1 and %n more"), int(names.size() - mostNames)).arg(text);
        lines.append({code, text});
    }
    return lines;
}

} // namespace belvedere
