// Tables of reasons.
#include "ui/records/reasons.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

QHash<QString, QString> ruleReasonWords()
{
    const auto word = [](const char *text) { return QCoreApplication::translate("RuleReason", text); };
    return {{u"missing"_s, word(QT_TRANSLATE_NOOP("RuleReason", "Not reported"))},
        {u"stale"_s, word(QT_TRANSLATE_NOOP("RuleReason", "Reported too long ago"))},
        {u"type_error"_s, word(QT_TRANSLATE_NOOP("RuleReason", "Report cannot be read"))},
        {u"unsupported_os"_s, word(QT_TRANSLATE_NOOP("RuleReason", "For other platforms"))},
        {u"unsupported_enrolment"_s, word(QT_TRANSLATE_NOOP("RuleReason", "For devices that are enrolled otherwise"))},
        {u"unsupported_form"_s, word(QT_TRANSLATE_NOOP("RuleReason", "For other forms of devices"))},
        {u"app_missing"_s, word(QT_TRANSLATE_NOOP("RuleReason", "An application is missing"))},
        {u"app_outdated"_s, word(QT_TRANSLATE_NOOP("RuleReason", "An application is too old"))},
        {u"app_present"_s, word(QT_TRANSLATE_NOOP("RuleReason", "An application must not be there"))},
        {u"rule.invalid"_s, word(QT_TRANSLATE_NOOP("RuleReason", "The rule cannot be read"))}};
}

QString profileReason(const QString &code)
{
    if (code == "inventory-only"_L1)
        return QCoreApplication::translate("ProfileReason", "the device only reports its inventory");
    if (code == "platform"_L1)
        return QCoreApplication::translate("ProfileReason", "it is for another platform");
    if (code == "conflict"_L1)
        return QCoreApplication::translate("ProfileReason", "something else has its place");
    return code;
}

} // namespace belvedere
