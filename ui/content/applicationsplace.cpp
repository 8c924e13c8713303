// Applications as a table with releases and installed versions at its side.
#include "ui/content/applicationsplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/common/toasts.h"
#include "ui/content/factspanel.h"
#include "ui/content/installedview.h"
#include "ui/content/rows.h"
#include "ui/content/uploadsheet.h"
#include "ui/records/listplace.h"
#include "ui/records/savingsheet.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class ApplicationsPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(ApplicationsPlace)
public:
    explicit ApplicationsPlace(PlaceContext &context)
        : ApplicationsPlace(context,
            new FactsPanel(Icon::Download, tr("No application chosen"),
                tr("Choose one to see its releases and where it is installed.")))
    {
    }
    void shown(const QVariantMap &arguments) override
    {
        hidden();
        ListPlace::shown(arguments);
        if (arguments.value(u"!create"_s).toBool())
            edit({});
    }
    void hidden() override
    {
        if (m_sheet)
            m_sheet->dismiss();
    }
    bool isSettled() const override { return ListPlace::isSettled() && m_installed->isSettled(); }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"new"_s, {{u"!create"_s, true}}}};
    }

private:
    ApplicationsPlace(PlaceContext &context, FactsPanel *panel)
        : ListPlace(context, "applications", "Application", context.site.list<Application>(),
            texts(context.allowed(Permission::PoliciesWrite)), panel)
        , m_panel(panel)
        , m_releases(new LinesView(tr("Releases"), tr("There is no release yet.")))
        , m_installed(
              new InstalledView(context.site, context.allowed(Permission::DevicesRead), [this](const QString &id) {
                  this->context().navigator.go(u"devices"_s, {{u"device"_s, id}});
              }))
    {
        panel->addBelow(m_releases);
        panel->addBelow(m_installed);
        page().setUsualColumns(
            {u"name"_s, u"platform"_s, u"kind"_s, u"release"_s, u"devices"_s, u"publisher"_s, u"identifier"_s});
        sortByFirst();
        const Permission writes = Permission::PoliciesWrite;
        QAction *create = addCommand(tr("New application…"), Icon::Plus, writes, [this] { edit({}); });
        QAction *change =
            addCommand(tr("Edit…"), Icon::Edit, writes, [this] { withCurrent(&ApplicationsPlace::edit); });
        QAction *release = addCommand(
            tr("New release…"), Icon::Download, writes, [this] { withCurrent(&ApplicationsPlace::release); });
        QAction *remove =
            addCommand(tr("Remove…"), Icon::Trash, writes, [this] { withCurrent(&ApplicationsPlace::remove); });
        m_ofOne = {change, release, remove};
        page().header()->addAction(create, true);
        for (QAction *action : m_ofOne)
            page().header()->addAction(action);
        TableStore &releases = site().list<ApplicationRelease>().store();
        connect(&releases, &TableStore::changed, this, [this] { showReleases(); });
        connect(&releases, &TableStore::loaded, this, [this] { showReleases(); });
        connect(&page(), &TablePage::currentIdChanged, this, [this] { follow(); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { follow(); });
        connect(&page(), &TablePage::opened, this, [this] { page().panel()->setOpen(true); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { edit({}); });
        follow();
    }

    static TablePageTexts texts(bool mayCreate)
    {
        TablePageTexts texts;
        texts.title = tr("Applications");
        texts.loading = tr("Loading applications…");
        texts.placeholder = tr("Filter, e.g. platform:linux kind:package");
        texts.icon = Icon::Download;
        texts.emptyTitle = tr("No applications yet");
        texts.emptyText = tr("The catalogue says which software devices may have, in which release, and shows which "
                             "version is on how many of them.");
        if (mayCreate)
            texts.emptyAction = tr("New application…");
        return texts;
    }

    void withCurrent(void (ApplicationsPlace::*run)(const Application &))
    {
        if (const std::optional<Application> current = row<Application>(currentId()))
            (this->*run)(*current);
    }

    void follow()
    {
        const std::optional<Application> current = row<Application>(currentId());
        for (QAction *action : m_ofOne)
            action->setEnabled(current.has_value());
        page().panel()->setTitle(current ? current->name : QString());
        if (!current) {
            m_panel->showNothing();
            m_installed->open({});
            m_shown = {};
            return;
        }
        m_panel->showFacts(factsOf(*current, display(),
            {u"description"_s, u"platform"_s, u"kind"_s, u"identifier"_s, u"publisher"_s, u"url"_s, u"created"_s,
                u"edited"_s}));
        if (m_shown.id != current->id || m_shown.devices != current->devices)
            m_installed->open(current->id);
        m_shown = *current;
        showReleases();
    }

    void showReleases()
    {
        std::vector<ApplicationRelease> releases =
            rowsOf<ApplicationRelease>(site().list<ApplicationRelease>(), u"application.id", m_shown.id.text);
        std::sort(releases.begin(), releases.end(),
            [](const ApplicationRelease &a, const ApplicationRelease &b) { return a.revision > b.revision; });
        QList<LinesView::Line> lines;
        lines.reserve(qsizetype(releases.size()));
        const QLocale locale;
        for (const ApplicationRelease &release : releases) {
            const QString date = locale.toString(release.created.toLocalTime().date(), QLocale::ShortFormat);
            lines.append({release.release.isEmpty() ? tr("Newest available") : release.release,
                release.size > 0 ? tr("%1, %2", "date and size").arg(date, locale.formattedDataSize(release.size))
                                 : date});
        }
        m_releases->showLines(lines);
    }

    void edit(const Application &application)
    {
        const bool isNew = application.id.isEmpty();
        Application initial = application;
        if (isNew) {
            initial.platform = Platform::Linux;
            initial.kind = ApplicationKind::Package;
        }
        EditorHints hints;
        hints[u"description"_s].style = EditorHint::Style::Lines;
        hints[u"identifier"_s].placeholder = tr("As the platform names it, e.g. firefox-esr or org.mozilla.firefox");
        QStringList names{
            u"name"_s, u"platform"_s, u"kind"_s, u"identifier"_s, u"publisher"_s, u"url"_s, u"description"_s};
        if (application.revision > 0) {
            names.removeOne(u"platform"_s);
            names.removeOne(u"kind"_s);
        }
        auto *sheet = new SavingSheet<Application>(site(), initial,
            isNew ? tr("New application") : tr("Edit “%1”").arg(application.name),
            isNew ? tr("The catalogue's entry comes first; its releases follow.") : QString(),
            isNew ? tr("Create application") : tr("Save application"),
            {{fields<Application>(), display(), names, &initial, hints}}, window());
        sheet->onSaved = [this](const Application &saved) {
            context().toasts.show(Severity::Ok, tr("The application “%1” has been saved.").arg(saved.name));
            selectWhenThere(saved.id.text);
        };
        m_sheet = sheet;
        sheet->open();
    }

    void release(const Application &application)
    {
        const bool isPackage = application.kind.value() == ApplicationKind::Package;
        const NewRelease empty;
        EditorHints hints;
        hints[u"notes"_s].style = EditorHint::Style::Lines;
        QStringList names{u"release"_s, u"notes"_s};
        if (application.kind.value() == ApplicationKind::Url)
            names.insert(1, u"url"_s);
        auto *sheet = new UploadSheet(site(), context().prompts, tr("New release of “%1”").arg(application.name),
            tr("Devices keep what they have until a business policy takes the new release up."), tr("Add release"),
            {{fields<NewRelease>(), Display("NewRelease", std::make_shared<SystemClock>()), names, &empty, hints}},
            isPackage ? tr("Package") : QString(), window());
        sheet->onArrived = [this, sheet, id = application.id](const QString &upload) {
            AddRelease operation;
            operation.id = id;
            static_cast<void>(readRequest(fields<NewRelease>(), &operation.body, sheet->form()->values(), true));
            operation.body.upload = upload;
            sheet->scope()
                .add(site().send(operation))
                .then(sheet, [this, sheet](const Result<ApplicationRelease> &made) {
                    if (!made) {
                        sheet->fail(made.error());
                        return;
                    }
                    const QString text = tr("%1 %2 has been added.", "application and version")
                                             .arg(made.value().applicationName, made.value().release);
                    sheet->succeed();
                    context().toasts.show(Severity::Ok, text);
                });
        };
        m_sheet = sheet;
        sheet->open();
    }

    void remove(const Application &application)
    {
        Question question;
        question.title = tr("Remove the application “%1”?").arg(application.name);
        question.effects.append({Severity::Info, tr("Its releases and their packages go with it.")});
        question.effects.append(
            {Severity::Info, tr("It stays installed on %n device(s).", nullptr, int(application.devices))});
        question.accept = tr("Remove application");
        question.destructive = true;
        context().prompts.confirm(this, question, [this, application](bool accepted) {
            if (accepted)
                removeRecord(application);
        });
    }

    FactsPanel *m_panel;
    LinesView *m_releases;
    InstalledView *m_installed;
    QList<QAction *> m_ofOne;
    QPointer<Overlay> m_sheet;
    Application m_shown;
};

} // namespace

const PlaceEntry applicationsPlace{"applications", QT_TRANSLATE_NOOP("Place", "Applications"), PlaceGroup::Management,
    Icon::Download, Permission::PoliciesRead,
    [](PlaceContext &context) -> Place * { return new ApplicationsPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in applications"), &viewBranches<Application>};

} // namespace belvedere
