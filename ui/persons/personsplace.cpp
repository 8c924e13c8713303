// Persons as a table with a form at its side.
#include "ui/persons/personsplace.h"

#include "api/operations.h"
#include "ui/common/pageheader.h"
#include "ui/common/sidepanel.h"
#include "ui/records/createsheet.h"
#include "ui/records/formpanel.h"
#include "ui/records/listplace.h"
#include "ui/records/viewbranches.h"

#include <QAction>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class PersonsPlace final : public ListPlace {
    Q_DECLARE_TR_FUNCTIONS(PersonsPlace)
public:
    explicit PersonsPlace(PlaceContext &context)
        : PersonsPlace(context,
            new FormPanel<Person>(context.site, Display("Person", std::make_shared<SystemClock>()),
                {u"name"_s, u"email"_s, u"department"_s, u"phone"_s, u"devices"_s}))
    {
    }

private:
    PersonsPlace(PlaceContext &context, FormPanel<Person> *panel)
        : ListPlace(context, "persons", "Person", context.site.list<Person>(),
            texts(context.allowed(Permission::PersonsWrite)), panel)
        , m_panel(panel)
    {
        panel->setEditable(context.allowed(Permission::PersonsWrite));
        QAction *create =
            addCommand(tr("New person…"), Icon::Plus, Permission::PersonsWrite, [this] { this->create(); });
        page().header()->addAction(create, true);
        QAction *devices =
            addCommand(tr("Show devices"), Icon::Devices, Permission::DevicesRead, [this] { showDevices(); });
        QAction *remove = addCommand(tr("Remove…"), Icon::Trash, Permission::PersonsWrite, [this] { this->remove(); });
        m_ofOne = {devices, remove};
        for (QAction *action : m_ofOne)
            page().header()->addAction(action);
        connect(&page(), &TablePage::currentIdChanged, this, [this](const QString &id) { follow(id); });
        connect(&page(), &TablePage::opened, this, [this](const QString &) { page().panel()->setOpen(true); });
        connect(&page(), &TablePage::emptyActionTriggered, this, [this] { this->create(); });
        // the last column takes what is left over, which would carry a number far away from its row
        page().setUsualColumns({u"name"_s, u"email"_s, u"department"_s, u"devices"_s, u"phone"_s});
        sortByFirst();
        follow({});
    }

    static TablePageTexts texts(bool mayCreate)
    {
        TablePageTexts texts;
        texts.title = tr("Persons");
        texts.loading = tr("Loading persons…");
        texts.placeholder = tr("Filter, e.g. department:sales");
        texts.icon = Icon::Persons;
        texts.emptyTitle = tr("No persons yet");
        texts.emptyText = tr("Persons use devices. Assign them, and lists, reports and messages can name them.");
        if (mayCreate)
            texts.emptyAction = tr("New person…");
        return texts;
    }

    void follow(const QString &id)
    {
        m_panel->open(Id<Person>{id});
        page().panel()->setTitle(id.isEmpty() ? QString() : row<Person>(id).value_or(Person()).name);
        for (QAction *action : m_ofOne)
            action->setEnabled(!id.isEmpty());
    }

    void create()
    {
        const Person empty;
        auto *sheet = new CreateSheet(tr("New person"), {}, tr("Create person"), fields<Person>(), display(),
            {u"name"_s, u"email"_s, u"department"_s, u"phone"_s}, &empty, window());
        connect(sheet, &CreateSheet::submitted, this, [this, sheet] {
            Create<Person> operation;
            sheet->read(&operation.body);
            sheet->submit(
                site(), operation, [this](const Person &made) { say(tr("%1 has been added.").arg(made.name)); });
        });
        openSheet(sheet);
    }

    void showDevices()
    {
        const std::optional<Person> person = row<Person>(m_panel->id().text);
        if (person)
            context().navigator.go(u"devices"_s, {{u"query"_s, u"person.id=%1"_s.arg(person->id.text)}});
    }

    void remove()
    {
        const std::optional<Person> person = row<Person>(m_panel->id().text);
        if (!person)
            return;
        Question question;
        question.title = tr("Remove %1?").arg(person->name);
        question.effects = {
            {Severity::Info, tr("%n device(s) will have no person any more.", nullptr, int(person->devices))},
            {Severity::Info, tr("The audit log keeps that this person was removed.")}};
        question.accept = tr("Remove person");
        question.destructive = true;
        context().prompts.confirm(this, question, [this, id = person->id](bool accepted) {
            if (accepted)
                removeNow(id);
        });
    }

    void removeNow(const Id<Person> &id)
    {
        Get<Person> read;
        read.id = id;
        send(read, [this](const Person &person) { removeRecord(person); });
    }

    FormPanel<Person> *m_panel;
    QList<QAction *> m_ofOne;
};

} // namespace

const PlaceEntry personsPlace{"persons", QT_TRANSLATE_NOOP("Place", "Persons"), PlaceGroup::Management, Icon::Persons,
    Permission::PersonsRead, [](PlaceContext &context) -> Place * { return new PersonsPlace(context); },
    QT_TRANSLATE_NOOP("Place", "Find “%1” in persons"), &viewBranches<Person>};

} // namespace belvedere
