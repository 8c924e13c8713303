// Counting of what needs attention, each as a view over the list of devices.
#include "ui/home/attention.h"

using namespace Qt::StringLiterals;

namespace belvedere {

QList<AttentionItem> Attention::worries()
{
    return {{"noncompliant", Severity::Danger, tr("Not compliant"), u"compliance:noncompliant"_s},
        {"silent", Severity::Warning, tr("Not seen for a week"), u"seen>7d"_s},
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
    , m_tallies(site.list<Device>())
{
    QStringList queries;
    for (const AttentionItem &item : m_items)
        queries.append(item.query);
    connect(&m_tallies, &Tallies::changed, this, &Attention::count);
    m_tallies.setQueries(queries);
}

qint64 Attention::devices() const { return m_site.list<Device>().store().total(); }

void Attention::count()
{
    for (qsizetype i = 0; i < m_items.size(); ++i)
        m_items[i].count = m_tallies.count(i);
    Q_EMIT changed();
}

} // namespace belvedere
