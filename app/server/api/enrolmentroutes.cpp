// Enrolment tokens: created with the command to run, and revoked.
#include "api/enrolmentstring.h"
#include "base/digest.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/store/enrolments.h"

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qint64 maximumUses = 100'000;
constexpr qint64 maximumDays = 365;

QList<FieldError> problems(const Enrolment &enrolment, const QDateTime &now)
{
    QList<FieldError> errors;
    if (enrolment.label.trimmed().isEmpty() || enrolment.label.size() > 200)
        errors.append({u"label"_s, u"1 to 200 characters"_s});
    if (enrolment.uses < 1 || enrolment.uses > maximumUses)
        errors.append({u"uses"_s, u"1 to %1"_s.arg(maximumUses)});
    if (enrolment.expires <= now || enrolment.expires > now.addDays(maximumDays))
        errors.append({u"expires"_s, u"within the next %1 days"_s.arg(maximumDays)});
    return errors;
}

Result<EnrolmentGrant> grant(WriteCall &call, const Site &site, Enrolment enrolment)
{
    const QList<FieldError> errors = problems(enrolment, call.now());
    if (!errors.isEmpty())
        return validationError(errors);
    enrolment.created = call.now();
    enrolment.state = EnrolmentState::Open;
    const Result<Enrolment> made = createRecord(call, enrolment, "enrolment.created", enrolment.label);
    if (!made)
        return made.error();
    EnrolmentGrant answer;
    answer.id = made.value().id.text;
    answer.token = randomToken();
    answer.enrolment = toText(EnrolmentString{QUrl(site.url), answer.token, site.card.fingerprint});
    answer.command = u"belvedere-agent --enrol '%1'"_s.arg(answer.enrolment);
    const Result<QSqlQuery *> stored =
        call.database().run(u"INSERT INTO enrolment_tokens (enrolment, hash) VALUES (?, ?)"_s,
            {answer.id, sha256Hex(answer.token.toUtf8())});
    if (!stored)
        return stored.error();
    return answer;
}

} // namespace

void serveEnrolments(Router &router, Site &site)
{
    serveReading<Enrolment>(router);
    router.write<CreateEnrolment>(
        [&site](WriteCall &call, const CreateEnrolment &operation) { return grant(call, site, operation.body); });
    router.write<RevokeEnrolment>([](WriteCall &call, const RevokeEnrolment &operation) -> Result<Enrolment> {
        static const Table<Enrolment> enrolments;
        const Result<Enrolment> stored = enrolments.get(call.database(), operation.id);
        if (!stored)
            return stored;
        Enrolment revoked = stored.value();
        revoked.revoked = true;
        revoked.state = enrolmentState(revoked, call.now());
        return changeRecord(call, stored.value(), revoked, "enrolment.revoked", revoked.label);
    });
}

} // namespace belvedere::server
