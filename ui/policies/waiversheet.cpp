// The fields of a request.
#include "ui/policies/waiversheet.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int usualDays = 90;

Waiver withEnd(Waiver waiver)
{
    waiver.expires = QDateTime(QDate::currentDate().addDays(usualDays), QTime(12, 0), Qt::UTC);
    return waiver;
}

} // namespace

std::vector<RecordSheet::Part> WaiverSheet::parts(const Waiver &waiver)
{
    EditorHints hints;
    hints[u"reason"_s] = {EditorHint::Style::Lines, tr("Why the rule cannot be met"), {}};
    hints[u"measure"_s] = {EditorHint::Style::Lines, tr("What is done instead"), {}};
    EditorHint &scope = hints[u"scope"_s];
    scope.style = EditorHint::Style::Query;
    scope.placeholder = tr("Which devices, e.g. tag:lab");
    scope.context = "Device";
    scope.fields = fields<Device>();
    QStringList shown{u"reason"_s, u"risk_owner"_s, u"measure"_s, u"expires"_s};
    if (waiver.device.isEmpty())
        shown.prepend(u"scope"_s);
    return {{fields<Waiver>(), Display("Waiver", std::make_shared<SystemClock>()), shown, &waiver, hints}};
}

WaiverSheet::WaiverSheet(Site &site, const Waiver &waiver, QWidget *window)
    : SavingSheet(site, withEnd(waiver), tr("Request a waiver of “%1”").arg(waiver.ruleName),
        waiver.device.isEmpty()
            ? tr("A second person approves it. It ends by itself, after a year at the latest.")
            : tr("For %1. A second person approves it. It ends by itself, after a year at the latest.")
                  .arg(waiver.deviceName),
        tr("Request waiver"), parts(withEnd(waiver)), window)
{
    moreChecks = [this] {
        QList<FieldError> errors;
        const Waiver entered = this->entered();
        if (entered.device.isEmpty() && entered.scope.trimmed().isEmpty())
            errors.append({u"scope"_s, tr("Say which devices.")});
        const QDateTime now = QDateTime::currentDateTimeUtc();
        if (entered.expires <= now || now.secsTo(entered.expires) > longestWaiver)
            errors.append({u"expires"_s, tr("A time from now to a year from now.")});
        return errors;
    };
}

} // namespace belvedere
