// Rows of fixes, their words for platforms and kinds.
#include "ui/policies/fixlist.h"

#include "compliance/ladder.h"
#include "domain/device.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr Choice fixKinds[] = {{"", QT_TRANSLATE_NOOP("RuleFix", "Kind…")},
    {"profile", QT_TRANSLATE_NOOP("RuleFix", "Setting of a profile")},
    {"command", QT_TRANSLATE_NOOP("RuleFix", "Command")}, {"application", QT_TRANSLATE_NOOP("RuleFix", "Application")},
    {"instruction", QT_TRANSLATE_NOOP("RuleFix", "Instruction")}};

EditorHints fixHints()
{
    EditorHints hints;
    EditorHint &platform = hints[u"platform"_s];
    platform.choices = choices<Platform>();
    platform.context = "Device";
    EditorHint &kind = hints[u"kind"_s];
    kind.choices = fixKinds;
    kind.context = "RuleFix";
    hints[u"text"_s].placeholder = QCoreApplication::translate("FixList", "The key to set, or what to do");
    return hints;
}

PartRows::Texts fixTexts()
{
    const auto text = [](const char *words) { return QCoreApplication::translate("FixList", words); };
    return {text(QT_TRANSLATE_NOOP("FixList", "Fixes")),
        text(QT_TRANSLATE_NOOP("FixList", "For whoever mends it; nothing is done by itself.")),
        text(QT_TRANSLATE_NOOP("FixList", "Add fix")), text(QT_TRANSLATE_NOOP("FixList", "Take this fix away"))};
}

} // namespace

FixList::FixList(QWidget *parent)
    : PartList("RuleFix", fixHints(), fixTexts(), int(maximumFixes), parent)
{
    setObjectName(u"fix"_s);
    connect(this, &PartRows::edited, this, [this] {
        for (int i = 0; i < count(); ++i)
            setNote(i, {}, Tone::Muted);
        setError({});
    });
}

bool FixList::check()
{
    const std::vector<RuleFix> fixes = parts();
    int bad = -1;
    for (int i = int(fixes.size()) - 1; i >= 0; --i) {
        const RuleFix &fix = fixes[size_t(i)];
        const bool isWhole = !fix.platform.isEmpty() && !fix.kind.isEmpty() && !fix.text.isEmpty();
        setNote(i, isWhole ? QString() : tr("A fix needs a platform, a kind and a text."), Tone::Danger);
        bad = isWhole ? bad : i;
    }
    if (bad >= 0)
        focusRow(bad);
    return bad < 0;
}

} // namespace belvedere
