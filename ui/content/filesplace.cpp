// Files as a table with their revisions at its side.
#include "ui/content/filesplace.h"

#include "api/operations.h"
#include "ui/content/factspanel.h"
#include "ui/content/linesview.h"
#include "ui/content/uploadsheet.h"
#include "ui/records/recordplace.h"
#include "ui/records/savingsheet.h"
#include "ui/records/viewbranches.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class FilesPlace final : public RecordPlace<ManagedFile, FactsPanel> {
    Q_DECLARE_TR_FUNCTIONS(FilesPlace)
public:
    explicit FilesPlace(PlaceContext &context)
        : RecordPlace(context, "files", "ManagedFile", Permission::PoliciesWrite, texts(),
            new FactsPanel(Icon::Copy, tr("No file chosen"), tr("Choose one to see its path and its revisions.")))
        , m_revisions(new LinesView(tr("Revisions"), tr("There is no other revision.")))
    {
        panel()->addBelow(m_revisions);
        page().setUsualColumns(
            {u"name"_s, u"platform"_s, u"path"_s, u"size"_s, u"revision"_s, u"edited"_s, u"file_name"_s});
        sortByFirst();
        addForCurrent(tr("Edit…"), Icon::Edit, &FilesPlace::edit);
        addForCurrent(tr("New revision…"), Icon::Refresh, &FilesPlace::replace);
        addForCurrent(tr("Remove…"), Icon::Trash, &FilesPlace::remove);
        followCurrent([this](const std::optional<ManagedFile> &current) { follow(current); });
    }
    bool isSettled() const override { return ListPlace::isSettled() && !m_waiting; }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Files");
        texts.loading = tr("Loading files…");
        texts.placeholder = tr("Filter, e.g. platform:linux path:/etc");
        texts.icon = Icon::Copy;
        texts.emptyTitle = tr("No files yet");
        texts.emptyText = tr("A file goes to a path on devices, with its access rights. A business policy brings it "
                             "there, and brings newer revisions.");
        texts.emptyAction = tr("New file…");
        return texts;
    }

    void follow(const std::optional<ManagedFile> &current)
    {
        panel()->showRecord(current, display(),
            {u"description"_s, u"platform"_s, u"path"_s, u"mode"_s, u"file_name"_s, u"size"_s, u"sha256"_s,
                u"revision"_s, u"created"_s, u"edited"_s});
        const ManagedFile before = std::exchange(m_shown, current.value_or(ManagedFile()));
        if (current && (before.id != m_shown.id || before.revision != m_shown.revision))
            readRevisions(m_shown.id);
    }

    void readRevisions(const Id<ManagedFile> &id)
    {
        m_scope.abortAll();
        m_waiting = true;
        m_revisions->showLoading();
        ListFileRevisions operation;
        operation.id = id;
        m_scope.add(site().send(operation)).then(this, [this](const Result<Page<FileRevision>> &page) {
            if (!page && page.error().kind == ApiError::Kind::Cancelled)
                return;
            m_waiting = false;
            if (page)
                showRevisions(page.value());
            else
                m_revisions->showError(page.error());
        });
    }

    void showRevisions(const Page<FileRevision> &page)
    {
        const QLocale locale;
        QList<LinesView::Line> lines;
        lines.reserve(qsizetype(page.items.size()));
        for (const FileRevision &revision : page.items) {
            const QString date = locale.toString(revision.created.toLocalTime().date(), QLocale::ShortFormat);
            lines.append({tr("%1: %2", "number and path of a revision").arg(revision.revision).arg(revision.path),
                tr("%1, %2, by %3", "date, size, who made it")
                    .arg(date, locale.formattedDataSize(revision.size), revision.createdBy)});
        }
        m_revisions->showLines(lines);
    }

    void create() override
    {
        NewFile initial;
        initial.platform = Platform::Linux;
        initial.mode = u"0644"_s;
        EditorHints hints;
        hints[u"description"_s].style = EditorHint::Style::Lines;
        hints[u"path"_s].placeholder = u"/opt/example/file"_s;
        auto *sheet = new UploadSheet(site(), context().prompts, tr("New file"),
            tr("A file does nothing by itself: a business policy brings it to devices."), tr("Create file"),
            {{fields<NewFile>(), Display("NewFile", std::make_shared<SystemClock>()),
                {u"name"_s, u"platform"_s, u"path"_s, u"mode"_s, u"description"_s}, &initial, hints}},
            tr("Content"), window());
        sheet->moreChecks = [sheet] {
            NewFile entered;
            sheet->read(&entered);
            return targetProblems(entered.platform.value(), entered.path, entered.mode);
        };
        sheet->onArrived = [this, sheet](const QString &upload) {
            CreateFile operation;
            sheet->read(&operation.body);
            operation.body.upload = upload;
            sheet->submit(site(), operation,
                [this](const ManagedFile &made) { told(made, tr("The file “%1” has been created.").arg(made.name)); });
        };
        openSheet(sheet);
    }

    void told(const ManagedFile &file, const QString &text)
    {
        say(text);
        selectWhenThere(file.id.text);
    }

    void edit(const ManagedFile &file)
    {
        EditorHints hints;
        hints[u"description"_s].style = EditorHint::Style::Lines;
        auto *sheet = new SavingSheet<ManagedFile>(site(), file, tr("Edit “%1”").arg(file.name),
            tr("Another path or other access rights make a new revision."), tr("Save file"),
            {{fields<ManagedFile>(), display(), {u"name"_s, u"path"_s, u"mode"_s, u"description"_s}, &file, hints}},
            window());
        sheet->moreChecks = [sheet] {
            const ManagedFile entered = sheet->entered();
            return targetProblems(entered.platform.value(), entered.path, entered.mode);
        };
        sheet->onSaved = [this](const ManagedFile &saved) { say(tr("The file “%1” has been saved.").arg(saved.name)); };
        openSheet(sheet);
    }

    void replace(const ManagedFile &file)
    {
        auto *sheet = new UploadSheet(site(), context().prompts, tr("New revision of “%1”").arg(file.name),
            tr("Devices keep what they have until a business policy takes the new revision up."), tr("Add revision"),
            {}, tr("Content"), window());
        sheet->onArrived = [this, sheet, file](const QString &upload) {
            ReplaceFile operation;
            operation.id = file.id;
            operation.body = {upload, file.version};
            sheet->submit(site(), operation, [this](const ManagedFile &changed) {
                told(changed, tr("Revision %1 of “%2” has been added.").arg(changed.revision).arg(changed.name));
            });
        };
        openSheet(sheet);
    }

    void remove(const ManagedFile &file)
    {
        askToRemove(file, tr("Remove the file “%1”?").arg(file.name),
            {{Severity::Info, tr("All its revisions go with it. Devices keep what they have.")}}, tr("Remove file"));
    }

    LinesView *m_revisions;
    RequestScope m_scope;
    bool m_waiting = false;
    ManagedFile m_shown;
};

} // namespace

const PlaceEntry filesPlace{"files", QT_TRANSLATE_NOOP("Place", "Files"), PlaceGroup::Management, Icon::Copy,
    Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new FilesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in files"), &viewBranches<ManagedFile>};

} // namespace belvedere
