// DevicePage: everything about one device, by tabs.
#pragma once

#include "api/operations.h"
#include "ui/devices/devicetab.h"
#include "ui/records/formpanel.h"

#include <QWidget>

class QTabWidget;
class QAction;

namespace belvedere {

class InlineMessage;
class PageHeader;
class PartsTable;
class PropertyList;

class DevicePage final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the page.
    DevicePage(Site &site, const Allowed &allowed, QWidget *parent = nullptr);
    void open(const Id<Device> &id, const QString &name);
    const Id<Device> &id() const { return m_id; }
    PageHeader *header() const { return m_header; }
    bool isSettled() const;
    // Another tab at this position, counted from 0, or at the end (-1); the page owns it.
    void addTab(DeviceTab *tab, const QString &title, int position);
    // By the object name of a tab; an unknown name means the first one.
    void showTab(const QString &name);

Q_SIGNALS:
    void backRequested();

private:
    QWidget *makeFacts();
    template<class Part> void loadParts(PartsTable *table);
    void load();
    QList<PartsTable *> partsTables() const;
    // Whether the answer is one to this question: those to questions that were given up are not counted.
    template<class T> bool arrived(const Result<T> &answer);
    void show(const Result<Device> &device);
    void showFields(const Device &device);
    void showSources(const Result<Page<Fact>> &page);

    Site &m_site;
    Display m_display;
    RequestScope m_scope;
    Id<Device> m_id;
    int m_waiting = 0; // answers
    PageHeader *m_header;
    InlineMessage *m_note;
    QTabWidget *m_tabs;
    FormPanel<Device> *m_form;
    PropertyList *m_facts;
    PropertyList *m_sources;
    PartsTable *m_packages;
    PartsTable *m_interfaces;
    PartsTable *m_users;
    PartsTable *m_items;
    PartsTable *m_updates;
    QList<DeviceTab *> m_more;
};

} // namespace belvedere
