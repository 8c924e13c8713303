// Files as a table with their revisions at its side.
#include "ui/content/filesplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/common/toasts.h"
#include "ui/content/factspanel.h"
#include "ui/content/linesview.h"
#include "ui/content/uploadsheet.h"
#include "ui/records/listplace.h"
#include "ui/records/savingsheet.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class FilesPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(FilesPlace)
public:
    explicit FilesPlace(PlaceContext &context)
        : FilesPlace(context,
            new FactsPanel(Icon::Copy, tr("No file chosen"), tr("Choose one to see its path and its revisions.")))
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
    bool isSettled() const override { return ListPlace::isSettled() && !m_waiting; }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"new"_s, {{u"!create"_s, true}}}};
    }

private:
    FilesPlace(PlaceContext &context, FactsPanel *panel)
        : ListPlace(context, "files", "ManagedFile", context.site.list<ManagedFile>(),
            texts(context.allowed(Permission::PoliciesWrite)), panel)
        , m_panel(panel)
        , m_revisions(new LinesView(tr("Revisions"), tr("There is no other revision.")))
    {
        panel->addBelow(m_revisions);
        page().setUsualColumns(
            {u"name"_s, u"platform"_s, u"path"_s, u"size"_s, u"revision"_s, u"edited"_s, u"file_name"_s});
        sortByFirst();
        const Permission writes = Permission::PoliciesWrite;
        QAction *create = addCommand(tr("New file…"), Icon::Plus, writes, [this] { this->create(); });
        QAction *change = addCommand(tr("Edit…"), Icon::Edit, writes, [this] { withCurrent(&FilesPlace::edit); });
        QAction *replace =
            addCommand(tr("New revision…"), Icon::Refresh, writes, [this] { withCurrent(&FilesPlace::replace); });
        QAction *remove = addCommand(tr("Remove…"), Icon::Trash, writes, [this] { withCurrent(&FilesPlace::remove); });
        m_ofOne = {change, replace, remove};
        page().header()->addAction(create, true);
        for (QAction *action : m_ofOne)
            page().header()->addAction(action);
        connect(&page(), &TablePage::currentIdChanged, this, [this] { follow(); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { follow(); });
        connect(&page(), &TablePage::opened, this, [this] { page().panel()->setOpen(true); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { this->create(); });
        follow();
    }

    static TablePageTexts texts(bool mayCreate)
    {
        TablePageTexts texts;
        texts.title = tr("Files");
        texts.loading = tr("Loading files…");
        texts.placeholder = tr("Filter, e.g. platform:linux path:/etc");
        texts.icon = Icon::Copy;
        texts.emptyTitle = tr("No files yet");
        texts.emptyText = tr("A file goes to a path on devices, with its access rights. A business policy brings it "
                             "there, and brings newer revisions.");
        if (mayCreate)
            texts.emptyAction = tr("New file…");
        return texts;
    }

    void withCurrent(void (FilesPlace::*run)(const ManagedFile &))
    {
        if (const std::optional<ManagedFile> current = row<ManagedFile>(currentId()))
            (this->*run)(*current);
    }

    void follow()
    {
        const std::optional<ManagedFile> current = row<ManagedFile>(currentId());
        for (QAction *action : m_ofOne)
            action->setEnabled(current.has_value());
        page().panel()->setTitle(current ? current->name : QString());
        if (!current) {
            m_panel->showNothing();
            m_shown = {};
            return;
        }
        m_panel->showFacts(factsOf(*current, display(),
            {u"description"_s, u"platform"_s, u"path"_s, u"mode"_s, u"file_name"_s, u"size"_s, u"sha256"_s,
                u"revision"_s, u"created"_s, u"edited"_s}));
        if (m_shown.id != current->id || m_shown.revision != current->revision)
            readRevisions(current->id);
        m_shown = *current;
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

    void create()
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
            static_cast<void>(readRequest(fields<NewFile>(), &entered, sheet->form()->values(), true));
            return targetProblems(entered.platform.value(), entered.path, entered.mode);
        };
        sheet->onArrived = [this, sheet](const QString &upload) {
            CreateFile operation;
            static_cast<void>(readRequest(fields<NewFile>(), &operation.body, sheet->form()->values(), true));
            operation.body.upload = upload;
            sheet->scope().add(site().send(operation)).then(sheet, [this, sheet](const Result<ManagedFile> &made) {
                take(sheet, made, made ? tr("The file “%1” has been created.").arg(made.value().name) : QString());
            });
        };
        m_sheet = sheet;
        sheet->open();
    }

    void take(UploadSheet *sheet, const Result<ManagedFile> &file, const QString &text)
    {
        if (!file) {
            sheet->fail(file.error());
            return;
        }
        const QString id = file.value().id.text;
        sheet->succeed();
        context().toasts.show(Severity::Ok, text);
        selectWhenThere(id);
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
        sheet->onSaved = [this](const ManagedFile &saved) {
            context().toasts.show(Severity::Ok, tr("The file “%1” has been saved.").arg(saved.name));
        };
        m_sheet = sheet;
        sheet->open();
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
            sheet->scope().add(site().send(operation)).then(sheet, [this, sheet](const Result<ManagedFile> &changed) {
                take(sheet, changed,
                    changed ? tr("Revision %1 of “%2” has been added.")
                                  .arg(changed.value().revision)
                                  .arg(changed.value().name)
                            : QString());
            });
        };
        m_sheet = sheet;
        sheet->open();
    }

    void remove(const ManagedFile &file)
    {
        Question question;
        question.title = tr("Remove the file “%1”?").arg(file.name);
        question.effects.append({Severity::Info, tr("All its revisions go with it. Devices keep what they have.")});
        question.accept = tr("Remove file");
        question.destructive = true;
        context().prompts.confirm(this, question, [this, file](bool accepted) {
            if (accepted)
                removeRecord(file);
        });
    }

    FactsPanel *m_panel;
    LinesView *m_revisions;
    QList<QAction *> m_ofOne;
    QPointer<Overlay> m_sheet;
    RequestScope m_scope;
    bool m_waiting = false;
    ManagedFile m_shown;
};

} // namespace

const PlaceEntry filesPlace{"files", QT_TRANSLATE_NOOP("Place", "Files"), PlaceGroup::Management, Icon::Copy,
    Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new FilesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in files"), &viewBranches<ManagedFile>};

} // namespace belvedere
