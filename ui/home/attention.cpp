// Counting of what needs attention, each as a view over the list of devices.
#include "ui/home/attention.h"

using namespace Qt::StringLiterals;

namespace belvedere {

QList<AttentionItem> Attention::worries()
{
    return {{"silent", Severity::Warning, tr("Not seen for a week"), u"seen>7d"_s},
        {"plain", Severity::Danger, tr("Storage not encrypted"), u"storage.encrypted:no"_s},
        {"open", Severity::Danger, tr("Firewall off"), u"firewall.enabled:no"_s},
        {"outdated", Severity::Warning, tr("Security updates pending"), u"updates.security>0"_s},
        {"full", Severity::Warning, tr("Less than 5 GB of storage free"), u"storage.free<5GB"_s},
        {"ownerless", Severity::Info, tr("No person assigned"), u"person:unknown"_s}};
}

QList<AttentionItem> Attention::platforms()
{
    return {{"linux", Severity::Neutral, tr("Linux"), u"platform:linux"_s},
        {"windows", Severity::Neutral, tr("Windows"), u"platform:windows"_s},
        {"macos", Severity::Neutral, tr("macOS"), u"platform:macos"_s},
        {"ios", Severity::Neutral, tr("iOS and iPadOS"), u"platform:ios,ipados"_s},
        {"android", Severity::Neutral, tr("Android"), u"platform:android"_s},
        {"other", Severity::Neutral, tr("Other platforms"), u"platform:chromeos or platform:unknown"_s}};
}

Attention::Attention(Site &site, QList<AttentionItem> items, QObject *parent)
    : QObject(parent)
    , m_site(site)
    , m_items(std::move(items))
{
    LiveList &list = site.list<Device>();
    for (const AttentionItem &item : m_items) {
        m_models.push_back(
            std::make_unique<TableModel>(list.store(), Display("Device", std::make_shared<SystemClock>())));
        m_models.back()->setQuery(item.query);
        connect(m_models.back().get(), &TableModel::countsChanged, this, &Attention::count);
    }
    list.open();
    count();
}

qint64 Attention::devices() const { return m_site.list<Device>().store().total(); }

void Attention::count()
{
    for (qsizetype i = 0; i < m_items.size(); ++i)
        m_items[i].count = m_models[size_t(i)]->matching();
    Q_EMIT changed();
}

} // namespace belvedere
