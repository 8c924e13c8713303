// The declaration of Certificate.
#include "domain/certificate.h"

namespace belvedere {

template<> std::span<const Field> fields<Certificate>()
{
    using C = Certificate;
    static const Field list[] = {field<&C::id>("id", QT_TRANSLATE_NOOP("Certificate", "Id"), Required | ReadOnly),
        field<&C::name>("name", QT_TRANSLATE_NOOP("Certificate", "Name"), Required | Searchable),
        field<&C::description>("description", QT_TRANSLATE_NOOP("Certificate", "Description"), Searchable),
        field<&C::subject>("subject", QT_TRANSLATE_NOOP("Certificate", "Subject"), ReadOnly | Searchable),
        field<&C::issuer>("issuer", QT_TRANSLATE_NOOP("Certificate", "Issuer"), ReadOnly | Searchable),
        field<&C::serial>("serial", QT_TRANSLATE_NOOP("Certificate", "Serial number"), ReadOnly | Searchable),
        field<&C::notBefore>("not_before", QT_TRANSLATE_NOOP("Certificate", "Valid from"), ReadOnly),
        field<&C::notAfter>("not_after", QT_TRANSLATE_NOOP("Certificate", "Valid until"), ReadOnly),
        field<&C::keyUsage>("key_usage", QT_TRANSLATE_NOOP("Certificate", "Key usage"), ReadOnly | Facet),
        field<&C::fingerprint>("fingerprint", QT_TRANSLATE_NOOP("Certificate", "Fingerprint"), ReadOnly | Searchable),
        field<&C::isCa>("is_ca", QT_TRANSLATE_NOOP("Certificate", "Authority"), ReadOnly | Facet),
        field<&C::chain>("chain", QT_TRANSLATE_NOOP("Certificate", "Certificates in the file"), ReadOnly),
        field<&C::sha256>("sha256", QT_TRANSLATE_NOOP("Certificate", "SHA-256 of the content"), ReadOnly),
        field<&C::size>("size", QT_TRANSLATE_NOOP("Certificate", "Size"), ReadOnly, Personal::No, "B"),
        field<&C::revision>("revision", QT_TRANSLATE_NOOP("Certificate", "Revision"), ReadOnly),
        field<&C::created>("created", QT_TRANSLATE_NOOP("Certificate", "Created"), ReadOnly),
        field<&C::edited>("edited", QT_TRANSLATE_NOOP("Certificate", "Edited"), ReadOnly),
        field<&C::version>("version", QT_TRANSLATE_NOOP("Certificate", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
