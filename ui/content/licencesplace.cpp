// Licences as a table with the holders of their seats at its side.
#include "ui/content/licencesplace.h"

#include "api/operations.h"
#include "ui/common/label.h"
#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/common/toasts.h"
#include "ui/content/factspanel.h"
#include "ui/content/holderpicker.h"
#include "ui/content/linesview.h"
#include "ui/content/rows.h"
#include "ui/records/listplace.h"
#include "ui/records/savingsheet.h"
#include "ui/records/viewbranches.h"

#include <QAction>
#include <QComboBox>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr size_t shownSeats = 100;

// The form of a licence, with the application that it is for.
class LicenceSheet final : public SavingSheet<LicencePool> {
    Q_DECLARE_TR_FUNCTIONS(LicenceSheet)
public:
    LicenceSheet(Site &site, const LicencePool &pool, const QString &title, const QString &accept,
        std::vector<Part> parts, QWidget *window)
        : SavingSheet(site, pool, title, {}, accept, std::move(parts), window)
        , m_application(new QComboBox)
    {
        const Display display("LicencePool", std::make_shared<SystemClock>());
        const QString name = display.label(*findField(fields<LicencePool>(), u"application"));
        auto *row = new QWidget;
        auto *layout = new QVBoxLayout(row);
        layout->setContentsMargins(space::l, 0, space::l, space::s);
        layout->setSpacing(space::xs);
        auto *label = new Label(name, Label::Style::Body, Tone::Muted);
        label->setBuddy(m_application);
        layout->addWidget(label);
        layout->addWidget(m_application);
        addBelow(row);
        m_application->setAccessibleName(name);
        LiveList &applications = site.list<Application>();
        applications.open();
        connect(
            &applications, &LiveList::stateChanged, this, [this] { fill(m_application->currentData().toString()); });
        fill(pool.application.text, pool.applicationName);
        moreChanges = [this](const QJsonObject &base) {
            const QString chosen = m_application->currentData().toString();
            const QString key = u"application.id"_s;
            if (chosen == base.value(key).toString())
                return QJsonObject();
            return QJsonObject{{key, chosen.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(chosen)}};
        };
    }

private:
    // `known` names the chosen one while the list is not there yet.
    void fill(const QString &chosen, const QString &known = {})
    {
        const SnapshotPointer &applications = site().list<Application>().store().snapshot();
        QList<std::pair<QString, QString>> names; // and ids
        const int column = applications->columnOf(u"name");
        for (quint32 row = 0; row < applications->rowCount(); ++row) {
            const Cell name = applications->cell(row, column);
            const QString id = applications->id(row);
            names.append({std::holds_alternative<QString>(name) ? std::get<QString>(name) : id, id});
        }
        std::sort(names.begin(), names.end(),
            [](const auto &a, const auto &b) { return a.first.localeAwareCompare(b.first) < 0; });
        const QString before = known.isEmpty() ? m_application->currentText() : known;
        m_application->clear();
        m_application->addItem(tr("None of the catalogue"), QString());
        for (const auto &[name, id] : names)
            m_application->addItem(name, id);
        if (m_application->findData(chosen) < 0)
            m_application->addItem(before, chosen);
        m_application->setCurrentIndex(m_application->findData(chosen));
    }

    QComboBox *m_application;
};

class LicencesPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(LicencesPlace)
public:
    explicit LicencesPlace(PlaceContext &context)
        : LicencesPlace(
            context, new FactsPanel(Icon::Tag, tr("No licence chosen"), tr("Choose one to see who has its seats.")))
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
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"new"_s, {{u"!create"_s, true}}}};
    }

private:
    LicencesPlace(PlaceContext &context, FactsPanel *panel)
        : ListPlace(context, "licences", "LicencePool", context.site.list<LicencePool>(),
            texts(context.allowed(Permission::PoliciesWrite)), panel)
        , m_panel(panel)
        , m_seats(new LinesView(tr("Who has a seat"), tr("Nobody has a seat yet.")))
    {
        panel->addBelow(m_seats);
        page().setUsualColumns({u"name"_s, u"application"_s, u"seats"_s, u"used"_s, u"available"_s, u"expires"_s});
        page().model().setExact(u"expires"_s);
        sortByFirst();
        const Permission writes = Permission::PoliciesWrite;
        QAction *create = addCommand(tr("New licence…"), Icon::Plus, writes, [this] { edit({}); });
        QAction *change = addCommand(tr("Edit…"), Icon::Edit, writes, [this] { withCurrent(&LicencesPlace::edit); });
        QAction *toDevice = addCommand(
            tr("Assign to a device…"), Icon::Devices, writes, [this] { withCurrent(&LicencesPlace::assignToDevice); });
        QAction *toPerson = addCommand(
            tr("Assign to a person…"), Icon::Person, writes, [this] { withCurrent(&LicencesPlace::assignToPerson); });
        QAction *remove =
            addCommand(tr("Remove…"), Icon::Trash, writes, [this] { withCurrent(&LicencesPlace::remove); });
        m_ofOne = {change, toDevice, toPerson, remove};
        page().header()->addAction(create, true);
        for (QAction *action : m_ofOne)
            page().header()->addAction(action);
        TableStore &seats = site().list<LicenceSeat>().store();
        connect(&seats, &TableStore::changed, this, [this] { showSeats(); });
        connect(&seats, &TableStore::loaded, this, [this] { showSeats(); });
        connect(&page(), &TablePage::currentIdChanged, this, [this] { follow(); });
        connect(&page().model(), &TableModel::viewReplaced, this, [this] { follow(); });
        connect(&page(), &TablePage::opened, this, [this] { page().panel()->setOpen(true); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { edit({}); });
        follow();
    }

    static TablePageTexts texts(bool mayCreate)
    {
        TablePageTexts texts;
        texts.title = tr("Licences");
        texts.loading = tr("Loading licences…");
        texts.placeholder = tr("Filter, e.g. available<5 expires<30d");
        texts.icon = Icon::Tag;
        texts.emptyTitle = tr("No licences yet");
        texts.emptyText = tr("A licence has a number of seats. Give them to devices or persons; a seat becomes free "
                             "when its holder goes.");
        if (mayCreate)
            texts.emptyAction = tr("New licence…");
        return texts;
    }

    void withCurrent(void (LicencesPlace::*run)(const LicencePool &))
    {
        if (const std::optional<LicencePool> current = row<LicencePool>(currentId()))
            (this->*run)(*current);
    }

    void follow()
    {
        const std::optional<LicencePool> current = row<LicencePool>(currentId());
        for (QAction *action : m_ofOne)
            action->setEnabled(current.has_value());
        page().panel()->setTitle(current ? current->name : QString());
        m_shown = current ? current->id : Id<LicencePool>();
        if (!current) {
            m_panel->showNothing();
            return;
        }
        m_panel->showFacts(factsOf(*current, display(),
            {u"application"_s, u"seats"_s, u"used"_s, u"available"_s, u"expires"_s, u"notes"_s, u"created"_s}));
        showSeats();
    }

    void showSeats()
    {
        if (m_shown.isEmpty())
            return;
        std::vector<LicenceSeat> seats = rowsOf<LicenceSeat>(site().list<LicenceSeat>(), u"licence.id", m_shown.text);
        std::sort(seats.begin(), seats.end(), [](const LicenceSeat &a, const LicenceSeat &b) {
            return QString::localeAwareCompare(a.holderName, b.holderName) < 0;
        });
        QList<LinesView::Line> lines;
        const bool mayWithdraw = context().allowed(Permission::PoliciesWrite);
        for (size_t i = 0; i < std::min(seats.size(), shownSeats); ++i) {
            const LicenceSeat &seat = seats[i];
            LinesView::Line line{
                seat.holderName, seat.holderKind.value() == HolderKind::Person ? tr("person") : tr("device")};
            if (mayWithdraw)
                line.open = [this, seat] { withdraw(seat); };
            lines.append(line);
        }
        m_seats->showLines(
            lines, seats.size() > shownSeats ? tr("and %n more", nullptr, int(seats.size() - shownSeats)) : QString());
    }

    void edit(const LicencePool &pool)
    {
        const bool isNew = pool.id.isEmpty();
        LicencePool initial = pool;
        if (isNew)
            initial.seats = 10;
        EditorHints hints;
        hints[u"notes"_s].style = EditorHint::Style::Lines;
        auto *sheet = new LicenceSheet(site(), initial, isNew ? tr("New licence") : tr("Edit “%1”").arg(pool.name),
            isNew ? tr("Create licence") : tr("Save licence"),
            {{fields<LicencePool>(), display(), {u"name"_s, u"seats"_s, u"expires"_s, u"notes"_s}, &initial, hints}},
            window());
        sheet->onSaved = [this](const LicencePool &saved) {
            context().toasts.show(Severity::Ok, tr("The licence “%1” has been saved.").arg(saved.name));
            selectWhenThere(saved.id.text);
        };
        m_sheet = sheet;
        sheet->open();
    }

    void assignToDevice(const LicencePool &pool) { assign(pool, HolderKind::Device); }
    void assignToPerson(const LicencePool &pool) { assign(pool, HolderKind::Person); }
    void assign(const LicencePool &pool, HolderKind kind)
    {
        auto *picker = new HolderPicker(site(), kind, pool.name, window());
        connect(picker, &HolderPicker::picked, this, [this, pool, kind](const QString &id) {
            AssignLicence operation;
            operation.id = pool.id;
            (kind == HolderKind::Device ? operation.body.device : operation.body.person) = id;
            m_scope.add(site().send(operation)).then(this, [this](const Result<LicenceSeat> &seat) {
                if (seat)
                    context().toasts.show(Severity::Ok, tr("%1 has a seat now.").arg(seat.value().holderName));
                else
                    showError(seat.error());
            });
        });
        m_sheet = picker;
        picker->open();
    }

    void withdraw(const LicenceSeat &seat)
    {
        Question question;
        question.title = tr("Withdraw the seat of %1?").arg(seat.holderName);
        question.effects.append({Severity::Info,
            tr("The seat of “%1” is free then. Nothing is removed from a device.").arg(seat.licenceName)});
        question.accept = tr("Withdraw seat");
        question.destructive = true;
        context().prompts.confirm(this, question, [this, seat](bool accepted) {
            if (!accepted)
                return;
            WithdrawLicence operation;
            operation.id = seat.id;
            m_scope.add(site().send(operation)).then(this, [this](const Result<Done> &done) {
                if (!done)
                    showError(done.error());
            });
        });
    }

    void remove(const LicencePool &pool)
    {
        Question question;
        question.title = tr("Remove the licence “%1”?").arg(pool.name);
        question.effects.append({Severity::Info, tr("%n seat(s) are withdrawn.", nullptr, int(pool.used))});
        question.accept = tr("Remove licence");
        question.destructive = true;
        context().prompts.confirm(this, question, [this, pool](bool accepted) {
            if (accepted)
                removeRecord(pool);
        });
    }

    FactsPanel *m_panel;
    LinesView *m_seats;
    QList<QAction *> m_ofOne;
    QPointer<Overlay> m_sheet;
    RequestScope m_scope;
    Id<LicencePool> m_shown;
};

} // namespace

const PlaceEntry licencesPlace{"licences", QT_TRANSLATE_NOOP("Place", "Licences"), PlaceGroup::Management, Icon::Tag,
    Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new LicencesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in licences"), &viewBranches<LicencePool>};

} // namespace belvedere
