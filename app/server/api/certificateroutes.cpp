// Certificates: taken out of files, and described.
#include "server/api/policyparts.h"
#include "server/api/records.h"
#include "server/api/routes.h"
#include "server/content/blobs.h"
#include "server/content/certificatefile.h"
#include "server/policy/contentitems.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

using CertificateStep = std::function<Result<Certificate>(WriteCall &)>;

Result<CertificateStep> create(ReadCall &call, Site &site, const NewCertificate &wanted)
{
    const Result<CertificateFile> file = readCertificateFile(wanted.content, wanted.password);
    if (!file)
        return file.error();
    Certificate certificate = file.value().facts;
    if (!wanted.name.isEmpty())
        certificate.name = wanted.name;
    if (certificate.name.trimmed().isEmpty())
        certificate.name = certificate.fingerprint.left(16);
    certificate.name.truncate(200);
    certificate.description = wanted.description;
    certificate.revision = 1;
    const QList<FieldError> errors = textProblems(certificate.name, {{u"description"_s, certificate.description}});
    if (!errors.isEmpty())
        return validationError(errors);
    const Result<Contents::Step> keep = site.contents->keep(call.database, file.value().pem);
    if (!keep)
        return keep.error();
    return CertificateStep([certificate, keep = keep.value()](WriteCall &write) -> Result<Certificate> {
        const Result<QVariant> same =
            write.database().value(u"SELECT id FROM certificates WHERE fingerprint = ? AND sha256 = ?"_s,
                {certificate.fingerprint, certificate.sha256});
        if (!same)
            return same.error();
        if (same.value().isValid())
            return conflict(
                u"certificate.there"_s, u"The certificate is there already, as %1."_s.arg(same.value().toString()));
        Certificate dated = certificate;
        dated.created = write.now();
        dated.edited = write.now();
        Result<Done> done = keep(write.transaction);
        if (done)
            done = noteBlob(write.transaction, dated.sha256, dated.size);
        const Result<Certificate> made =
            done ? createRecord(write, dated, "certificate.created", dated.name) : done.error();
        if (made)
            done = useBlob(write.transaction, made.value().id.text, dated.revision, dated.sha256);
        if (made && done && dated.isCa && dated.notAfter > write.now())
            done =
                newestCertificate(write.transaction, made.value().id.text).map([](const Revision &) { return Done{}; });
        return done ? made : done.error();
    });
}

Result<Certificate> update(WriteCall &call, const Update<Certificate> &operation)
{
    const Result<std::pair<Certificate, Certificate>> both = patched(call, operation);
    if (!both)
        return both.error();
    const Certificate &before = both.value().first;
    Certificate after = both.value().second;
    const QList<FieldError> errors = textProblems(after.name, {{u"description"_s, after.description}});
    if (!errors.isEmpty())
        return validationError(errors);
    if (toJson(before) == toJson(after))
        return before;
    after.edited = call.now();
    return changeRecord(call, before, after, "certificate.edited", after.name);
}

Result<None> remove(WriteCall &call, const Remove<Certificate> &operation)
{
    const Result<Certificate> certificate = takeOut(call, operation.id, u"certificate.in-use"_s);
    if (!certificate)
        return certificate.error();
    const Result<Done> done = unuseBlobs(call.transaction, operation.id.text);
    return done ? removeRecord(call, operation.id, "certificate.deleted", certificate.value().name) : done.error();
}

} // namespace

void serveCertificates(Router &router, Site &site)
{
    serveReading<Certificate>(router);
    router.slow<CreateCertificate>(
        [&site](ReadCall &call, const CreateCertificate &operation) { return create(call, site, operation.body); });
    router.write<Update<Certificate>>(update);
    router.write<Remove<Certificate>>(remove);
}

} // namespace belvedere::server
