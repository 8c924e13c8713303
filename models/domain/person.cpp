// The declaration of Person.
#include "domain/person.h"

namespace belvedere {

template<> std::span<const Field> fields<Person>()
{
    using P = Personal;
    static const Field list[] = {field<&Person::id>("id", QT_TRANSLATE_NOOP("Person", "Id"), Required | ReadOnly),
        field<&Person::name>("name", QT_TRANSLATE_NOOP("Person", "Name"), Required | Searchable, P::Identity),
        field<&Person::email>("email", QT_TRANSLATE_NOOP("Person", "E-mail"), Searchable, P::Contact),
        field<&Person::department>("department", QT_TRANSLATE_NOOP("Person", "Department"), Searchable | Facet),
        field<&Person::phone>("phone", QT_TRANSLATE_NOOP("Person", "Phone"), 0, P::Contact),
        field<&Person::devices>("devices", QT_TRANSLATE_NOOP("Person", "Devices"), ReadOnly),
        field<&Person::version>("version", QT_TRANSLATE_NOOP("Person", "Version"), ReadOnly | Hidden)};
    return list;
}

} // namespace belvedere
