// Sample places.
#include "gui/samplesite.h"

#include "domain/device.h"
#include "ui/common/badge.h"
#include "ui/common/bulkbar.h"
#include "ui/common/formsheet.h"
#include "ui/common/pageheader.h"
#include "ui/common/propertylist.h"
#include "ui/common/sidepanel.h"
#include "ui/common/statestack.h"

#include <QAction>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QTableWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere::test {

namespace {

class TablePlace final : public Place {
public:
    explicit TablePlace(PlaceContext &context)
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        auto *header = new PageHeader(u"Devices"_s);
        header->setCounts(u"1,204 of 12,000"_s);
        auto *refresh = new QAction(icon(Icon::Refresh, Tone::Muted), u"Refresh"_s, this);
        auto *enrol = new QAction(u"Enrol devices"_s, this);
        context.allowed.show(enrol, Permission::EnrolmentWrite);
        addAction(refresh);
        addAction(enrol);
        header->addAction(refresh);
        header->addAction(enrol, true);
        layout->addWidget(header);
        auto *query = new QLineEdit(u"platform:linux seen>7d"_s);
        query->setAccessibleName(u"Filter"_s);
        auto *bar = new QHBoxLayout;
        bar->setContentsMargins(space::l, 0, space::l, space::s);
        bar->addWidget(query);
        layout->addLayout(bar);
        auto *bulk = new BulkBar;
        bulk->addAction(new QAction(icon(Icon::Restart, Tone::Muted), u"Restart"_s, this));
        bulk->addAction(new QAction(icon(Icon::Tag, Tone::Muted), u"Tags"_s, this));
        layout->addWidget(bulk);
        auto *inspector = new PropertyList;
        inspector->addHeading(u"Device"_s);
        inspector->add(u"Serial number"_s, u"5CG1234XYZ"_s, true);
        inspector->add(u"Operating system"_s, u"Debian GNU/Linux 12 (bookworm)"_s);
        inspector->add(u"Storage encrypted"_s, {});
        inspector->addHeading(u"Person"_s);
        inspector->add(u"E-mail"_s, u"anna.lindqvist@example.org"_s, true);
        m_panel = new SidePanel(makeTable(), inspector);
        m_panel->setTitle(u"LT-0017"_s);
        layout->addWidget(m_panel, 1);
        bulk->setCount(3);
    }
    void shown(const QVariantMap &arguments) override { m_panel->setOpen(arguments.value(u"open"_s).toBool()); }
    QList<std::pair<QString, QVariantMap>> pictureStates() const override
    {
        return {{u"inspector"_s, {{u"open"_s, true}}}};
    }

private:
    QWidget *makeTable()
    {
        const QStringList names{
            u"Name"_s, u"Platform"_s, u"OS version"_s, u"Person"_s, u"Compliance"_s, u"Last seen"_s};
        auto *table = new QTableWidget(40, int(names.size()));
        table->setHorizontalHeaderLabels(names);
        table->setAccessibleName(u"Devices"_s);
        table->verticalHeader()->hide();
        table->setShowGrid(false);
        table->setSelectionBehavior(QAbstractItemView::SelectRows);
        table->setEditTriggers(QAbstractItemView::NoEditTriggers);
        table->verticalHeader()->setDefaultSectionSize(28);
        const QStringList states{u"compliant"_s, u"noncompliant"_s, u"in_grace"_s, u"unknown"_s};
        const QStringList words{u"Compliant"_s, u"Not compliant"_s, u"In grace period"_s, u"Not determined"_s};
        for (int row = 0; row < table->rowCount(); ++row) {
            const int state = row % 7 == 3 ? 1 : row % 9 == 4 ? 2 : row % 11 == 6 ? 3 : 0;
            const QStringList cells{u"LT-%1"_s.arg(row + 11, 4, 10, QChar(u'0')), u"Linux"_s, u"12.%1"_s.arg(row % 8),
                u"Person %1"_s.arg(row), words[state], u"%1 min"_s.arg(row * 3 + 1)};
            for (int column = 0; column < cells.size(); ++column) {
                auto *item = new QTableWidgetItem(cells[column]);
                item->setData(Qt::UserRole, states[state]);
                table->setItem(row, column, item);
            }
        }
        table->setItemDelegateForColumn(4,
            new BadgeDelegate(
                [](const QString &token) -> std::optional<BadgeLook> {
                    return BadgeLook{token == u"compliant" ? Severity::Ok
                            : token == u"noncompliant"     ? Severity::Danger
                            : token == u"in_grace"         ? Severity::Warning
                                                           : Severity::Neutral,
                        {}};
                },
                Qt::UserRole, table));
        table->selectRow(2);
        table->horizontalHeader()->setStretchLastSection(true);
        table->horizontalHeader()->setHighlightSections(false);
        table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
        table->setColumnWidth(4, 150);
        return table;
    }
    SidePanel *m_panel;
};

class FormPlace final : public Place {
public:
    explicit FormPlace(PlaceContext &)
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(new PageHeader(u"Anna Lindqvist"_s));
        auto *form = new FormSheet(fields<Person>(), Display("Person", std::make_shared<SystemClock>()));
        Person person;
        person.id = makeId<Person>(7);
        form->load(&person);
        form->setEditable(true);
        layout->addWidget(form);
        layout->addStretch(1);
    }
};

class StatePlace final : public Place {
public:
    explicit StatePlace(PlaceContext &)
    {
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        auto *stack = new StateStack(new QWidget);
        layout->addWidget(new PageHeader(u"Business policies"_s));
        layout->addWidget(stack, 1);
        stack->showEmpty(Icon::Policy, u"No business policies yet"_s,
            u"A policy says which devices get which profiles and applications, and which rules they must meet."_s,
            u"Make a policy"_s);
    }
};

template<class P> Place *make(PlaceContext &context) { return new P(context); }

} // namespace

std::span<const PlaceEntry> samplePlaces()
{
    using G = PlaceGroup;
    using P = Permission;
    static const PlaceEntry list[] = {
        {"home", "Home", G::Home, Icon::Home, P::Self, make<StatePlace>},
        {"enrolment", "Enrolment", G::Enrolment, Icon::Enrol, P::EnrolmentRead, make<StatePlace>},
        {"devices", "Devices", G::Management, Icon::Devices, P::DevicesRead, make<TablePlace>, "Find “%1” in devices"},
        {"persons", "Persons", G::Management, Icon::Persons, P::PersonsRead, make<FormPlace>, "Find “%1” in persons"},
        {"profiles", "Configuration profiles", G::Management, Icon::Profile, P::PoliciesRead, make<StatePlace>},
        {"rules", "Rules", G::Management, Icon::Rule, P::PoliciesRead, make<StatePlace>},
        {"policies", "Business policies", G::Management, Icon::Policy, P::PoliciesRead, make<StatePlace>},
        {"actions", "Actions", G::Management, Icon::Actions, P::ActionsRead, make<StatePlace>},
        {"compliance", "Compliance report", G::Evidence, Icon::Report, P::ReportsRead, make<StatePlace>},
        {"audit", "Audit", G::Evidence, Icon::Audit, P::AuditRead, make<StatePlace>},
        {"accounts", "Accounts", G::System, Icon::Account, P::AccountsRead, make<StatePlace>},
        {"settings", "Settings", G::System, Icon::Settings, P::Self, make<StatePlace>},
    };
    return list;
}

} // namespace belvedere::test
