// The declaration of the test entity.
#include "specimen.h"

namespace belvedere {

template<> std::span<const Choice> choices<Shade>()
{
    static constexpr Choice list[] = {{"", "Not known"}, {"light", "Light"}, {"medium", "Medium"}, {"dark", "Dark"}};
    return list;
}

template<> std::span<const Field> fields<Specimen>()
{
    using P = Personal;
    static const Field list[] = {field<&Specimen::id>("id", "Id", Required | ReadOnly),
        field<&Specimen::name>("name", "Name", Searchable),
        field<&Specimen::remark>("remark.text", "Remark", Searchable), field<&Specimen::count>("count", "Count"),
        field<&Specimen::sealed>("sealed", "Sealed"), field<&Specimen::found>("found", "Found"),
        field<&Specimen::shade>("shade", "Shade", Facet),
        field<&Specimen::release>("release", "Release", 0, P::No, nullptr, "rel"),
        field<&Specimen::marks>("marks", "Marks", Searchable, P::No, nullptr, "mark"),
        field<&Specimen::size>("size", "Size", 0, P::No, "B"),
        field<&Specimen::lasting>("lasting", "Lasting", 0, P::No, "s"), field<&Specimen::extra>("extra", "Extra")};
    return list;
}

} // namespace belvedere
