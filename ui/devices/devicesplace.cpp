// The fleet as a table, with what can be done to one or many devices.
#include "ui/devices/devicesplace.h"

#include "table/selection.h"
#include "ui/actions/deviceactions.h"
#include "ui/actions/words.h"
#include "ui/common/pageheader.h"
#include "ui/common/querybox.h"
#include "ui/common/sidepanel.h"
#include "ui/common/tableview.h"
#include "ui/common/toasts.h"
#include "ui/devices/actionstab.h"
#include "ui/devices/devicepage.h"
#include "ui/devices/historytab.h"
#include "ui/devices/policiestab.h"
#include "ui/devices/tagsheet.h"
#include "ui/records/listplace.h"
#include "ui/records/looks.h"
#include "ui/records/placeviews.h"
#include "ui/records/recordpicker.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype mostAtOnce = 1'000; // devices of one request; more go in several

class DevicesPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(DevicesPlace)
public:
    explicit DevicesPlace(PlaceContext &context)
        : ListPlace(context, "devices", "Device", context.site.list<Device>(),
            texts(context.allowed(Permission::EnrolmentWrite)))
    {
        page().setUsualColumns({u"name"_s, u"platform"_s, u"os.version"_s, u"compliance"_s, u"person"_s, u"seen"_s,
            u"model"_s, u"updates.security"_s, u"storage.encrypted"_s, u"simulated"_s, u"tags"_s});
        page().setColumnSets(columnSets());
        page().setBadges(u"compliance"_s, complianceLook);
        sortByFirst();
        addCommands();
        connect(&page(), &TablePage::opened, this, [this](const QString &id) { openDevice(id); });
        connect(
            &page(), &TablePage::emptyActionTriggered, this, [this] { this->context().navigator.go(u"enrolment"_s); });
        connect(&page().selection(), &Selection::changed, this, [this] { refreshActions(); });
        connect(&page(), &TablePage::currentIdChanged, this, [this] { refreshActions(); });
    }

    void shown(const QVariantMap &arguments) override
    {
        const QString device = arguments.value(u"device"_s).toString();
        if (!device.isEmpty()) {
            makeDetail();
            m_detail->open(Id<Device>{device}, row<Device>(device).value_or(Device()).name);
            m_detail->showTab(arguments.value(u"tab"_s).toString());
            showDetail(true);
            refreshActions();
            order(arguments.value(u"!order"_s).toString());
            return;
        }
        showDetail(false);
        ListPlace::shown(arguments);
        refreshActions();
        if (m_isPicture)
            endPicture();
        if (arguments.contains(u"!views"_s)) {
            views().openMenu();
            m_isPicture = true;
        }
        if (arguments.value(u"!ticked"_s).isValid())
            tick(arguments.value(u"!ticked"_s).toInt());
        if (arguments.value(u"!values"_s).toBool())
            openValues();
        if (arguments.value(u"!group"_s).isValid())
            group(arguments.value(u"!group"_s).toString());
        order(arguments.value(u"!order"_s).toString());
    }
    void hidden() override
    {
        m_actions->closeSheet();
        ListPlace::hidden();
    }
    bool isSettled() const override
    {
        const ActionSheet *sheet = m_actions->sheet();
        return ListPlace::isSettled() && (!showsDetail() || m_detail->isSettled()) && (!sheet || sheet->isSettled());
    }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"filtered"_s, {{u"query"_s, u"platform:windows seen<7d -encrypted:yes"_s}}},
            {u"group"_s, {{u"view"_s, u"viw-4"_s}, {u"!view"_s, true}}},
            {u"views-menu"_s, {{u"view"_s, u"viw-1"_s}, {u"!view"_s, true}, {u"!views"_s, true}}},
            {u"device"_s, {{u"device"_s, u"dev-1"_s}}},
            {u"device-actions"_s, {{u"device"_s, u"dev-1"_s}, {u"tab"_s, u"actions"_s}}},
            {u"device-policies"_s, {{u"device"_s, u"dev-1"_s}, {u"tab"_s, u"policies"_s}}},
            {u"device-history"_s, {{u"device"_s, u"dev-1"_s}, {u"tab"_s, u"history"_s}}},
            {u"values"_s, {{u"query"_s, u"platform:windows,linux"_s}, {u"!values"_s, true}}},
            {u"grouped"_s, {{u"!group"_s, u"platform"_s}}}, {u"grouped-time"_s, {{u"!group"_s, u"seen"_s}}},
            {u"ticked"_s, {{u"!ticked"_s, 3}}}, {u"message"_s, {{u"!ticked"_s, 12}, {u"!order"_s, u"message"_s}}},
            {u"restart"_s, {{u"!ticked"_s, 40}, {u"!order"_s, u"restart"_s}}}};
    }

private:
    static TablePageTexts texts(bool mayEnrol)
    {
        TablePageTexts texts;
        texts.title = tr("Devices");
        texts.loading = tr("Loading devices…");
        texts.placeholder = tr("Filter, e.g. platform:linux seen>7d tag:loaner");
        texts.icon = Icon::Devices;
        texts.emptyTitle = tr("No devices yet");
        texts.emptyText = tr("Make an enrolment token and run the agent with it on a computer.");
        if (mayEnrol)
            texts.emptyAction = tr("Enrol a device");
        return texts;
    }

    void addCommands()
    {
        QAction *tags = addCommand(tr("Tags…"), Icon::Tag, Permission::DevicesWrite, [this] { changeTags(); });
        QAction *person =
            addCommand(tr("Assign person…"), Icon::Person, Permission::DevicesWrite, [this] { assign(); });
        QAction *remove = addCommand(tr("Remove…"), Icon::Trash, Permission::DevicesWrite, [this] { this->remove(); });
        m_actions = new DeviceActions(context(), this, [this] { return target(); });
        for (QAction *action : {m_actions->menuAction(), tags, remove})
            offerForRows(action);
        m_forOne = {m_actions->menuAction(), tags, person, remove};
    }
    // The page of one device is a good part of this place, and the list should not wait for it.
    void makeDetail()
    {
        if (m_detail)
            return;
        m_detail = new DevicePage(site(), context().allowed);
        m_detail->addTab(new PoliciesTab(context()), tr("Policies"), 1);
        const auto showAction = [this](const QString &id) {
            context().navigator.go(u"actions"_s, {{u"action"_s, id}});
        };
        m_detail->addTab(new ActionsTab(site(), showAction), tr("Actions"), 2);
        m_detail->addTab(new HistoryTab(site(), context().allowed), tr("History"), -1);
        setDetail(m_detail);
        for (QAction *action : m_forOne)
            m_detail->header()->addAction(action);
        connect(m_detail, &DevicePage::backRequested, this, [this] { context().navigator.go(u"devices"_s); });
    }

    // The first rows ticked and the last of them in the inspector.
    void tick(int count)
    {
        TableModel &model = page().model();
        m_isPicture = true;
        if (!model.isUpToDate()) { // groups of the picture before
            connect(
                &model, &TableModel::viewReplaced, this, [this, count] { tick(count); }, Qt::SingleShotConnection);
            return;
        }
        for (int row = 0; row < qMin(count, model.rowCount()); ++row) {
            page().selection().set(model.idAt(row), true);
            page().view()->setCurrentIndex(model.index(row, 0));
        }
        page().panel()->setOpen(true);
    }
    void openValues()
    {
        page().menu()->values()->setChecked(true);
        m_isPicture = true;
    }
    // The smallest group open, the others folded.
    void group(const QString &field)
    {
        page().groupBy(field);
        m_isPicture = true;
        TableModel &model = page().model();
        connect(
            &model, &TableModel::viewReplaced, this,
            [this, &model] {
                const std::vector<RowGroup> groups = model.view()->groups;
                const auto smallest = std::min_element(groups.begin(), groups.end(),
                    [](const RowGroup &a, const RowGroup &b) { return a.count < b.count; });
                // from below, so that the lines above stay what they are
                for (size_t i = groups.size(); i-- > 0;) {
                    if (&groups[i] != &*smallest)
                        model.setCollapsed(int(groups[i].line), true);
                }
                page().view()->scrollToTop();
            },
            Qt::SingleShotConnection);
    }
    void endPicture()
    {
        page().selection().clear();
        page().panel()->setOpen(false);
        page().menu()->values()->setChecked(false);
        page().groupBy({});
        page().view()->setCurrentIndex({});
        page().view()->scrollToTop();
        page().view()->setFocus(Qt::OtherFocusReason);
        m_isPicture = false;
    }

    static QList<ColumnSet> columnSets()
    {
        return {{tr("Security", "set of columns"),
                    {u"name"_s, u"compliance"_s, u"storage.encrypted"_s, u"firewall.enabled"_s, u"updates.security"_s,
                        u"platform"_s, u"os.version"_s, u"seen"_s}},
            {tr("Hardware", "set of columns"),
                {u"name"_s, u"manufacturer"_s, u"model"_s, u"serial"_s, u"form"_s, u"memory"_s, u"storage.total"_s,
                    u"storage.free"_s}},
            {tr("People", "set of columns"),
                {u"name"_s, u"person"_s, u"ownership"_s, u"tags"_s, u"enrolled"_s, u"seen"_s}}};
    }

    // {"order": kind}: the sheet of an action, for the devices that are concerned.
    void order(const QString &kind)
    {
        m_actions->closeSheet();
        if (!kind.isEmpty())
            m_actions->begin(Coded<ActionKind>::fromToken(kind).value());
    }

    void openDevice(const QString &id) { context().navigator.go(u"devices"_s, {{u"device"_s, id}}); }

    // What a command is about: the open device, else the rows.
    QStringList concerned() { return showsDetail() ? QStringList{m_detail->id().text} : concernedRows(); }

    // More devices than can be named are meant by the query that shows them, when all that it shows are ticked.
    OrderTarget target()
    {
        OrderTarget target;
        target.devices = concerned();
        target.count = target.devices.size();
        if (target.count == 1)
            target.name = row<Device>(target.devices.first()).value_or(Device()).name;
        if (target.count <= maximumSetSize)
            return target;
        const View &view = *page().model().view();
        if (page().selection().countIn(view) == qint64(view.count())
            && page().selection().count() == qint64(view.count())) {
            const QString query = page().queryBox()->text().trimmed();
            target.query = query.isEmpty() ? u"id:dev"_s : query; // every device has such an id
            target.devices.clear();
            return target;
        }
        context().toasts.show(Severity::Warning,
            tr("At most %n device(s) can be chosen one by one. For more, filter them and select all.", nullptr,
                maximumSetSize));
        return {};
    }

    // Devices that only report their inventory take no orders.
    void refreshActions()
    {
        const QStringList ids = concerned();
        const bool anyTakesOrders = ids.isEmpty() || ids.size() > maximumSetSize
            || std::any_of(ids.begin(), ids.end(), [this](const QString &id) {
                   return row<Device>(id).value_or(Device()).management.value() != Management::Inventory;
               });
        m_actions->setReason(anyTakesOrders ? QString() : reasonText(u"action.inventory-only"_s));
    }

    void changeTags()
    {
        const QStringList ids = concerned();
        if (ids.isEmpty())
            return;
        auto *sheet = new TagSheet(int(ids.size()), window());
        connect(sheet, &TagSheet::submitted, this,
            [this, ids](const QStringList &add, const QStringList &remove) { sendTags(ids, add, remove, 0); });
        openSheet(sheet);
    }

    void sendTags(const QStringList &ids, const QStringList &add, const QStringList &remove, qint64 changed)
    {
        ChangeDevices operation;
        operation.body = {ids.first(qMin(ids.size(), mostAtOnce)), add, remove};
        const QStringList rest = ids.sliced(operation.body.devices.size());
        send(operation, [this, rest, add, remove, changed](const ChangeCount &count) {
            const qint64 sum = changed + count.changed;
            if (rest.isEmpty())
                done(tr("%n device(s) changed.", nullptr, int(sum)));
            else
                sendTags(rest, add, remove, sum);
        });
    }

    void assign()
    {
        const QStringList ids = concerned();
        if (ids.size() != 1)
            return;
        const Id<Device> id{ids.first()};
        const QString name = row<Device>(id.text).value_or(Device()).name;
        auto *picker = new RecordPicker(site().list<Person>(), "Person",
            {tr("Who uses %1?").arg(name), tr("Name, e-mail or department"), tr("Persons"), tr("Nobody")}, window());
        connect(picker, &RecordPicker::picked, this, [this, id](const QString &person) {
            Get<Device> read;
            read.id = id;
            send(read, [this, person](const Device &device) { sendPerson(device, person); });
        });
        openSheet(picker);
    }

    // `person` is an id; empty: nobody.
    void sendPerson(const Device &device, const QString &person)
    {
        Update<Device> operation;
        operation.id = device.id;
        operation.body.changes = {{u"person.id"_s, person.isEmpty() ? QJsonValue() : QJsonValue(person)}};
        CallOptions options;
        options.ifMatch = QString::number(device.version);
        const auto changed = [this](const Device &device) {
            done(device.personName.isEmpty() ? tr("%1 belongs to nobody now.").arg(device.name)
                                             : tr("%1 belongs to %2 now.").arg(device.name, device.personName));
        };
        send(operation, changed, options);
    }

    void remove()
    {
        const QStringList ids = concerned();
        if (ids.isEmpty())
            return;
        const int count = int(ids.size());
        Question question;
        question.title = tr("Remove %n device record(s)?", nullptr, count);
        question.text = tr("Nothing is wiped or changed on the devices themselves.");
        question.effects = {{Severity::Warning, tr("Their agents are no longer known and have to enrol again.")},
            {Severity::Warning, tr("Reported facts, tags and the assigned person are forgotten.")},
            {Severity::Info, tr("The audit log keeps that they were removed.")}};
        question.accept = tr("Remove %n record(s)", nullptr, count);
        question.typed = count > 1 ? QString::number(count) : QString();
        question.destructive = true;
        context().prompts.confirm(this, question, [this, ids](bool accepted) {
            if (accepted)
                sendRemoval(ids, 0);
        });
    }

    void sendRemoval(const QStringList &ids, qint64 removed)
    {
        RemoveDevices operation;
        operation.body.devices = ids.first(qMin(ids.size(), mostAtOnce));
        const QStringList rest = ids.sliced(operation.body.devices.size());
        send(operation, [this, rest, removed](const ChangeCount &count) {
            const qint64 sum = removed + count.changed;
            if (!rest.isEmpty()) {
                sendRemoval(rest, sum);
                return;
            }
            if (showsDetail())
                context().navigator.go(u"devices"_s);
            say(tr("%n record(s) removed.", nullptr, int(sum)));
        });
    }

    void done(const QString &text)
    {
        say(text);
        if (showsDetail())
            m_detail->open(m_detail->id(), row<Device>(m_detail->id().text).value_or(Device()).name);
    }

    DevicePage *m_detail = nullptr; // once one was opened
    QList<QAction *> m_forOne; // what its header offers
    DeviceActions *m_actions = nullptr;
    bool m_isPicture = false; // rows are ticked for a picture, not by a person
};

} // namespace

const PlaceEntry devicesPlace{"devices", QT_TRANSLATE_NOOP("Place", "Devices"), PlaceGroup::Management, Icon::Devices,
    Permission::DevicesRead, [](PlaceContext &context) -> Place * { return new DevicesPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in devices"), &viewBranches<Device>};

} // namespace belvedere
