// Certificates as a table with their facts at its side.
#include "ui/content/certificatesplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/common/readfile.h"
#include "ui/common/sidepanel.h"
#include "ui/common/toasts.h"
#include "ui/content/factspanel.h"
#include "ui/content/uploadsheet.h"
#include "ui/records/listplace.h"
#include "ui/records/savingsheet.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// A certificate is small and goes with its request.
QString contentOf(const QByteArray &bytes)
{
    return bytes.contains("-----BEGIN ") ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes.toBase64());
}

class CertificatesPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(CertificatesPlace)
public:
    explicit CertificatesPlace(PlaceContext &context)
        : CertificatesPlace(
            context, new FactsPanel(Icon::Lock, tr("No certificate chosen"), tr("Choose one to see what it says.")))
    {
    }
    void shown(const QVariantMap &arguments) override
    {
        hidden();
        ListPlace::shown(arguments);
        if (arguments.value(u"!create"_s).toBool())
            create();
    }
    void hidden() override
    {
        if (m_sheet)
            m_sheet->dismiss();
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"new"_s, {{u"!create"_s, true}}}};
    }

private:
    CertificatesPlace(PlaceContext &context, FactsPanel *panel)
        : ListPlace(context, "certificates", "Certificate", context.site.list<Certificate>(),
            texts(context.allowed(Permission::PoliciesWrite)), panel)
        , m_panel(panel)
    {
        page().setUsualColumns(
            {u"name"_s, u"subject"_s, u"issuer"_s, u"is_ca"_s, u"not_after"_s, u"key_usage"_s, u"fingerprint"_s});
        page().model().setExact(u"not_after"_s);
        sortByFirst();
        const Permission writes = Permission::PoliciesWrite;
        QAction *create = addCommand(tr("Add certificate…"), Icon::Plus, writes, [this] { this->create(); });
        m_edit = addCommand(tr("Edit…"), Icon::Edit, writes, [this] {
            if (const auto current = row<Certificate>(currentId()))
                edit(*current);
        });
        m_remove = addCommand(tr("Remove…"), Icon::Trash, writes, [this] {
            if (const auto current = row<Certificate>(currentId()))
                remove(*current);
        });
        page().header()->addAction(create, true);
        page().header()->addAction(m_edit);
        page().header()->addAction(m_remove);
        connect(&page(), &TablePage::currentIdChanged, this, [this] { follow(); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { follow(); });
        connect(&page(), &TablePage::opened, this, [this] { page().panel()->setOpen(true); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { this->create(); });
        follow();
    }

    static TablePageTexts texts(bool mayCreate)
    {
        TablePageTexts texts;
        texts.title = tr("Certificates");
        texts.loading = tr("Loading certificates…");
        texts.placeholder = tr("Filter, e.g. is_ca:yes not_after<30d");
        texts.icon = Icon::Lock;
        texts.emptyTitle = tr("No certificates yet");
        texts.emptyText = tr("A business policy makes devices trust the certificate of an authority. Private keys are "
                             "never kept here.");
        if (mayCreate)
            texts.emptyAction = tr("Add certificate…");
        return texts;
    }

    void follow()
    {
        const std::optional<Certificate> current = row<Certificate>(currentId());
        m_edit->setEnabled(current.has_value());
        m_remove->setEnabled(current.has_value());
        page().panel()->setTitle(current ? current->name : QString());
        if (!current) {
            m_panel->showNothing();
            return;
        }
        m_panel->showFacts(factsOf(*current, display(),
            {u"description"_s, u"subject"_s, u"issuer"_s, u"serial"_s, u"not_before"_s, u"not_after"_s, u"is_ca"_s,
                u"key_usage"_s, u"chain"_s, u"fingerprint"_s, u"created"_s}));
    }

    void create()
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
        sheet->addPart(part);
        sheet->onArrived = [this, sheet, part](const QString &) { send(sheet, part); };
        m_sheet = sheet;
        sheet->open();
    }

    void send(UploadSheet *sheet, UploadPart *part)
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
                    send(sheet, contentOf(bytes.value()));
                    return;
                }
                const bool isUnreadable = !bytes && bytes.error().code == "file.unreadable"_L1;
                sheet->fail(validationError({{QString(),
                    isUnreadable ? tr("The file cannot be read.") : tr("Choose a file of at most 48 KiB.")}}));
            });
    }

    void send(UploadSheet *sheet, const QString &content)
    {
        CreateCertificate operation;
        static_cast<void>(readRequest(fields<NewCertificate>(), &operation.body, sheet->form()->values(), true));
        operation.body.content = content;
        sheet->scope().add(site().send(operation)).then(sheet, [this, sheet](const Result<Certificate> &made) {
            if (!made) {
                sheet->fail(made.error());
                return;
            }
            const QString id = made.value().id.text;
            const QString text = tr("The certificate “%1” has been added.").arg(made.value().name);
            sheet->succeed();
            context().toasts.show(Severity::Ok, text);
            selectWhenThere(id);
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
            context().toasts.show(Severity::Ok, tr("The certificate “%1” has been saved.").arg(saved.name));
        };
        m_sheet = sheet;
        sheet->open();
    }

    void remove(const Certificate &certificate)
    {
        Question question;
        question.title = tr("Remove the certificate “%1”?").arg(certificate.name);
        question.effects.append({Severity::Info, tr("Devices that trust it keep it.")});
        question.accept = tr("Remove certificate");
        question.destructive = true;
        context().prompts.confirm(this, question, [this, certificate](bool accepted) {
            if (accepted)
                removeRecord(certificate);
        });
    }

    FactsPanel *m_panel;
    QAction *m_edit;
    QAction *m_remove;
    QPointer<Overlay> m_sheet;
};

} // namespace

const PlaceEntry certificatesPlace{"certificates", QT_TRANSLATE_NOOP("Place", "Certificates"), PlaceGroup::Management,
    Icon::Lock, Permission::PoliciesRead,
    [](PlaceContext &context) -> Place * { return new CertificatesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in certificates"), &viewBranches<Certificate>};

} // namespace belvedere
