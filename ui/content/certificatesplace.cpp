// Certificates as a table with their facts at its side.
#include "ui/content/certificatesplace.h"

#include "api/operations.h"
#include "ui/common/readfile.h"
#include "ui/content/factspanel.h"
#include "ui/content/uploadsheet.h"
#include "ui/records/recordplace.h"
#include "ui/records/savingsheet.h"
#include "ui/records/viewbranches.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// A certificate is small and goes with its request.
QString contentOf(const QByteArray &bytes)
{
    return bytes.contains("-----BEGIN ") ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes.toBase64());
}

class CertificatesPlace final : public RecordPlace<Certificate, FactsPanel> {
    Q_DECLARE_TR_FUNCTIONS(CertificatesPlace)
public:
    explicit CertificatesPlace(PlaceContext &context)
        : RecordPlace(context, "certificates", "Certificate", Permission::PoliciesWrite, texts(),
            new FactsPanel(Icon::Lock, tr("No certificate chosen"), tr("Choose one to see what it says.")))
    {
        page().setUsualColumns(
            {u"name"_s, u"subject"_s, u"issuer"_s, u"is_ca"_s, u"not_after"_s, u"key_usage"_s, u"fingerprint"_s});
        page().model().setExact(u"not_after"_s);
        sortByFirst();
        addForCurrent(tr("Edit…"), Icon::Edit, &CertificatesPlace::edit);
        addForCurrent(tr("Remove…"), Icon::Trash, &CertificatesPlace::remove);
        followCurrent([this](const std::optional<Certificate> &current) {
            panel()->showRecord(current, display(),
                {u"description"_s, u"subject"_s, u"issuer"_s, u"serial"_s, u"not_before"_s, u"not_after"_s, u"is_ca"_s,
                    u"key_usage"_s, u"chain"_s, u"fingerprint"_s, u"created"_s});
        });
    }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Certificates");
        texts.loading = tr("Loading certificates…");
        texts.placeholder = tr("Filter, e.g. is_ca:yes not_after<30d");
        texts.icon = Icon::Lock;
        texts.emptyTitle = tr("No certificates yet");
        texts.emptyText = tr("A business policy makes devices trust the certificate of an authority. Private keys are "
                             "never kept here.");
        texts.emptyAction = tr("Add certificate…");
        return texts;
    }

    void create() override
    {
        const NewCertificate empty;
        EditorHints hints;
        hints[u"name"_s].placeholder = tr("Its common name, unless another one stands here");
        hints[u"description"_s].style = EditorHint::Style::Lines;
        hints[u"password"_s] = {EditorHint::Style::Secret, tr("Only for PKCS#12"), {}};
        auto *sheet = new UploadSheet(site(), context().prompts, tr("Add a certificate"),
            tr("PEM, DER or PKCS#12. Only certificates are taken from the file; a private key in it is not kept."),
            tr("Add certificate"),
            {{fields<NewCertificate>(), Display("NewCertificate", std::make_shared<SystemClock>()),
                {u"name"_s, u"password"_s, u"description"_s}, &empty, hints}},
            {}, window());
        auto *part = new UploadPart(site(), context().prompts, tr("File"), sheet);
        sheet->addBelow(part);
        sheet->onArrived = [this, sheet, part](const QString &) { addFile(sheet, part); };
        openSheet(sheet);
    }

    void addFile(UploadSheet *sheet, UploadPart *part)
    {
        if (part->path().isEmpty()) {
            part->showMissing();
            sheet->fail(validationError({{QString(), tr("Choose a file of at most 48 KiB.")}}));
            return;
        }
        readFileBeside(sheet, part->path(), maximumCertificateFile,
            [this, sheet, place = QPointer(this)](const Result<QByteArray> &bytes) {
                if (!place)
                    return;
                if (bytes && !bytes.value().isEmpty()) {
                    add(sheet, contentOf(bytes.value()));
                    return;
                }
                const bool isUnreadable = !bytes && bytes.error().code == "file.unreadable"_L1;
                sheet->fail(validationError({{QString(),
                    isUnreadable ? tr("The file cannot be read.") : tr("Choose a file of at most 48 KiB.")}}));
            });
    }

    void add(UploadSheet *sheet, const QString &content)
    {
        CreateCertificate operation;
        sheet->read(&operation.body);
        operation.body.content = content;
        sheet->submit(site(), operation, [this](const Certificate &made) {
            say(tr("The certificate “%1” has been added.").arg(made.name));
            selectWhenThere(made.id.text);
        });
    }

    void edit(const Certificate &certificate)
    {
        EditorHints hints;
        hints[u"description"_s].style = EditorHint::Style::Lines;
        auto *sheet = new SavingSheet<Certificate>(site(), certificate, tr("Edit “%1”").arg(certificate.name), {},
            tr("Save certificate"),
            {{fields<Certificate>(), display(), {u"name"_s, u"description"_s}, &certificate, hints}}, window());
        sheet->onSaved = [this](const Certificate &saved) {
            say(tr("The certificate “%1” has been saved.").arg(saved.name));
        };
        openSheet(sheet);
    }

    void remove(const Certificate &certificate)
    {
        askToRemove(certificate, tr("Remove the certificate “%1”?").arg(certificate.name),
            {{Severity::Info, tr("Devices that trust it keep it.")}}, tr("Remove certificate"));
    }
};

} // namespace

const PlaceEntry certificatesPlace{"certificates", QT_TRANSLATE_NOOP("Place", "Certificates"), PlaceGroup::Management,
    Icon::Lock, Permission::PoliciesRead,
    [](PlaceContext &context) -> Place * { return new CertificatesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in certificates"), &viewBranches<Certificate>};

} // namespace belvedere
