// Site records and addresses.
#include "sites/siterecord.h"

#include "base/digest.h"
#include "rest/apiclient.h"

using namespace Qt::StringLiterals;

namespace belvedere {

template<> std::span<const Field> fields<SiteRecord>()
{
    using R = SiteRecord;
    static const Field list[] = {field<&R::id>("id", QT_TRANSLATE_NOOP("Site", "Id"), Required),
        field<&R::provider>("provider", QT_TRANSLATE_NOOP("Site", "Kind of server"), Required),
        field<&R::address>("address", QT_TRANSLATE_NOOP("Site", "Address"), Required),
        field<&R::email>("email", QT_TRANSLATE_NOOP("Site", "E-mail"), 0, Personal::Contact),
        field<&R::name>("name", QT_TRANSLATE_NOOP("Site", "Name")),
        field<&R::pin>("pin", QT_TRANSLATE_NOOP("Site", "Trusted certificate (SHA-256)")),
        field<&R::remember>("remember", QT_TRANSLATE_NOOP("Site", "Stay signed in"))};
    return list;
}

std::optional<TrustDecision> SiteRecord::trust() const
{
    if (pin.isEmpty())
        return std::nullopt;
    return TrustDecision{url().host(), portOf(url()), pin};
}

Result<QUrl> siteAddress(const QString &typed)
{
    QString text = typed.trimmed();
    while (text.endsWith(u'/'))
        text.chop(1);
    if (!text.contains("://"_L1)) {
        const QUrl probe(u"https://"_s + text, QUrl::StrictMode);
        const bool isOwn = isLoopback(probe.host()) && probe.port() > 0;
        text.prepend(isOwn ? "http://"_L1 : "https://"_L1);
    }
    return checkedBase(QUrl(text, QUrl::StrictMode));
}

SiteRecord newSite(const QUrl &address, const QString &name)
{
    SiteRecord record;
    record.id = randomToken(12);
    record.address = address.toString(QUrl::FullyEncoded);
    record.name = name;
    return record;
}

} // namespace belvedere
