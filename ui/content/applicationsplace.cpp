// Applications as a table with releases and installed versions at its side.
#include "ui/content/applicationsplace.h"

#include "api/operations.h"
#include "ui/content/factspanel.h"
#include "ui/content/installedview.h"
#include "ui/content/rows.h"
#include "ui/content/uploadsheet.h"
#include "ui/records/recordplace.h"
#include "ui/records/savingsheet.h"
#include "ui/records/viewbranches.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class ApplicationsPlace final : public RecordPlace<Application, FactsPanel> {
    Q_DECLARE_TR_FUNCTIONS(ApplicationsPlace)
public:
    explicit ApplicationsPlace(PlaceContext &context)
        : RecordPlace(context, "applications", "Application", Permission::PoliciesWrite, texts(),
            new FactsPanel(Icon::Application, tr("No application chosen"),
                tr("Choose one to see its releases and where it is installed.")))
        , m_releases(new LinesView(tr("Releases"), tr("There is no release yet.")))
        , m_installed(
              new InstalledView(context.site, context.allowed(Permission::DevicesRead), [this](const QString &id) {
                  this->context().navigator.go(u"devices"_s, {{u"device"_s, id}});
              }))
    {
        panel()->addBelow(m_releases);
        panel()->addBelow(m_installed);
        page().setUsualColumns(
            {u"name"_s, u"platform"_s, u"kind"_s, u"release"_s, u"devices"_s, u"publisher"_s, u"identifier"_s});
        sortByFirst();
        addForCurrent(tr("Edit…"), Icon::Edit, &ApplicationsPlace::edit);
        addForCurrent(tr("New release…"), Icon::Download, &ApplicationsPlace::release);
        addForCurrent(tr("Remove…"), Icon::Trash, &ApplicationsPlace::remove);
        TableStore &releases = site().list<ApplicationRelease>().store();
        connect(&releases, &TableStore::changed, this, [this] { showReleases(); });
        connect(&releases, &TableStore::loaded, this, [this] { showReleases(); });
        followCurrent([this](const std::optional<Application> &current) { follow(current); });
    }
    bool isSettled() const override { return ListPlace::isSettled() && m_installed->isSettled(); }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Applications");
        texts.loading = tr("Loading applications…");
        texts.placeholder = tr("Filter, e.g. platform:linux kind:package");
        texts.icon = Icon::Application;
        texts.emptyTitle = tr("No applications yet");
        texts.emptyText = tr("The catalogue says which software devices may have, in which release, and shows which "
                             "version is on how many of them.");
        texts.emptyAction = tr("New application…");
        return texts;
    }

    void create() override { edit({}); }

    void follow(const std::optional<Application> &current)
    {
        panel()->showRecord(current, display(),
            {u"description"_s, u"platform"_s, u"kind"_s, u"identifier"_s, u"publisher"_s, u"url"_s, u"created"_s,
                u"edited"_s});
        const Application before = std::exchange(m_shown, current.value_or(Application()));
        if (before.id != m_shown.id || before.devices != m_shown.devices)
            m_installed->open(m_shown.id);
        if (current)
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
            say(tr("The application “%1” has been saved.").arg(saved.name));
            selectWhenThere(saved.id.text);
        };
        openSheet(sheet);
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
            sheet->read(&operation.body);
            operation.body.upload = upload;
            sheet->submit(site(), operation, [this](const ApplicationRelease &made) {
                say(tr("%1 %2 has been added.", "application and version").arg(made.applicationName, made.release));
            });
        };
        openSheet(sheet);
    }

    void remove(const Application &application)
    {
        askToRemove(application, tr("Remove the application “%1”?").arg(application.name),
            {{Severity::Info, tr("Its releases and their packages go with it.")},
                {Severity::Info, tr("It stays installed on %n device(s).", nullptr, int(application.devices))}},
            tr("Remove application"));
    }

    LinesView *m_releases;
    InstalledView *m_installed;
    Application m_shown;
};

} // namespace

const PlaceEntry applicationsPlace{"applications", QT_TRANSLATE_NOOP("Place", "Applications"), PlaceGroup::Management,
    Icon::Application, Permission::PoliciesRead,
    [](PlaceContext &context) -> Place * { return new ApplicationsPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in applications"), &viewBranches<Application>};

} // namespace belvedere
