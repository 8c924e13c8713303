// Licences as a table with the holders of their seats at its side.
#include "ui/content/licencesplace.h"

#include "api/operations.h"
#include "ui/common/label.h"
#include "ui/content/factspanel.h"
#include "ui/content/linesview.h"
#include "ui/content/rows.h"
#include "ui/records/recordpicker.h"
#include "ui/records/recordplace.h"
#include "ui/records/savingsheet.h"
#include "ui/records/viewbranches.h"

#include <QComboBox>
#include <QHBoxLayout>

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
        auto *layout = new QHBoxLayout(row); // as a row of the form above
        layout->setContentsMargins(space::l, 0, space::l, space::s);
        layout->setSpacing(space::l);
        auto *label = new Label(name, Label::Style::Body, Tone::Muted);
        label->setBuddy(m_application);
        layout->addWidget(label, 2);
        layout->addWidget(m_application, 5);
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
        m_application->addItem(tr("None from the catalogue"), QString());
        for (const auto &[name, id] : names)
            m_application->addItem(name, id);
        if (m_application->findData(chosen) < 0)
            m_application->addItem(before, chosen);
        m_application->setCurrentIndex(m_application->findData(chosen));
    }

    QComboBox *m_application;
};

class LicencesPlace final : public RecordPlace<LicencePool, FactsPanel> {
    Q_DECLARE_TR_FUNCTIONS(LicencesPlace)
public:
    explicit LicencesPlace(PlaceContext &context)
        : RecordPlace(context, "licences", "LicencePool", Permission::PoliciesWrite, texts(),
            new FactsPanel(Icon::Tag, tr("No licence chosen"), tr("Choose one to see who has its seats.")))
        , m_seats(new LinesView(tr("Who has a seat"), tr("Nobody has a seat yet.")))
    {
        panel()->addBelow(m_seats);
        page().setUsualColumns({u"name"_s, u"application"_s, u"seats"_s, u"used"_s, u"available"_s, u"expires"_s});
        page().model().setExact(u"expires"_s);
        sortByFirst();
        addForCurrent(tr("Edit…"), Icon::Edit, &LicencesPlace::edit);
        addForCurrent(tr("Assign to a device…"), Icon::Devices, &LicencesPlace::assignToDevice);
        addForCurrent(tr("Assign to a person…"), Icon::Person, &LicencesPlace::assignToPerson);
        addForCurrent(tr("Remove…"), Icon::Trash, &LicencesPlace::remove);
        TableStore &seats = site().list<LicenceSeat>().store();
        connect(&seats, &TableStore::changed, this, [this] { showSeats(); });
        connect(&seats, &TableStore::loaded, this, [this] { showSeats(); });
        followCurrent([this](const std::optional<LicencePool> &current) { follow(current); });
    }

private:
    static TablePageTexts texts()
    {
        TablePageTexts texts;
        texts.title = tr("Licences");
        texts.loading = tr("Loading licences…");
        texts.placeholder = tr("Filter, e.g. available<5 expires<30d");
        texts.icon = Icon::Tag;
        texts.emptyTitle = tr("No licences yet");
        texts.emptyText = tr("A licence has a number of seats. Give them to devices or persons; a seat becomes free "
                             "when its holder goes.");
        texts.emptyAction = tr("New licence…");
        return texts;
    }

    void create() override { edit({}); }

    void follow(const std::optional<LicencePool> &current)
    {
        panel()->showRecord(current, display(),
            {u"application"_s, u"seats"_s, u"used"_s, u"available"_s, u"expires"_s, u"notes"_s, u"created"_s});
        m_shown = current ? current->id : Id<LicencePool>();
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
            say(tr("The licence “%1” has been saved.").arg(saved.name));
            selectWhenThere(saved.id.text);
        };
        openSheet(sheet);
    }

    void assignToDevice(const LicencePool &pool) { assign(pool, HolderKind::Device); }
    void assignToPerson(const LicencePool &pool) { assign(pool, HolderKind::Person); }
    void assign(const LicencePool &pool, HolderKind kind)
    {
        auto *picker = kind == HolderKind::Device
            ? new RecordPicker(site().list<Device>(), "Device",
                {tr("Which device gets a seat of “%1”?").arg(pool.name), tr("Name, serial number or person"),
                    tr("Devices"), {}},
                window())
            : new RecordPicker(site().list<Person>(), "Person",
                {tr("Who gets a seat of “%1”?").arg(pool.name), tr("Name, e-mail or department"), tr("Persons"), {}},
                window());
        connect(picker, &RecordPicker::picked, this, [this, pool, kind](const QString &id) {
            AssignLicence operation;
            operation.id = pool.id;
            (kind == HolderKind::Device ? operation.body.device : operation.body.person) = id;
            send(operation, [this](const LicenceSeat &seat) { say(tr("%1 has a seat now.").arg(seat.holderName)); });
        });
        openSheet(picker);
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
            send(operation);
        });
    }

    void remove(const LicencePool &pool)
    {
        askToRemove(pool, tr("Remove the licence “%1”?").arg(pool.name),
            {{Severity::Info, tr("%n seat(s) are withdrawn.", nullptr, int(pool.used))}}, tr("Remove licence"));
    }

    LinesView *m_seats;
    Id<LicencePool> m_shown;
};

} // namespace

const PlaceEntry licencesPlace{"licences", QT_TRANSLATE_NOOP("Place", "Licences"), PlaceGroup::Management, Icon::Tag,
    Permission::PoliciesRead, [](PlaceContext &context) -> Place * { return new LicencesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in licences"), &viewBranches<LicencePool>};

} // namespace belvedere
