// Fields of uploads.
#include "api/uploads.h"

namespace belvedere {

template<> std::span<const Field> fields<Upload>()
{
    using U = Upload;
    static const Field list[] = {field<&U::id>("id", "Id", Required), field<&U::name>("name", "File", Required),
        field<&U::size>("size", "Size", Required, Personal::No, "B"), field<&U::sha256>("sha256", "SHA-256"),
        field<&U::offset>("offset", "Bytes that have arrived", Required, Personal::No, "B"),
        field<&U::finished>("finished", "Finished", Required), field<&U::expires>("expires", "Given up at")};
    return list;
}

template<> std::span<const Field> fields<UploadLimits>()
{
    using L = UploadLimits;
    static const Field list[] = {field<&L::maximum>("maximum", "Largest file", Required, Personal::No, "B"),
        field<&L::room>("room", "Room that is free", Required, Personal::No, "B"),
        field<&L::total>("total", "Room in all", Required, Personal::No, "B")};
    return list;
}

template<> std::span<const Field> fields<UploadSettings>()
{
    using S = UploadSettings;
    static const Field list[] = {field<&S::maximum>("maximum", "Largest file", Required, Personal::No, "B"),
        field<&S::total>("total", "Room in all", Required, Personal::No, "B")};
    return list;
}

template<> std::span<const Field> fields<NewUpload>()
{
    using N = NewUpload;
    static const Field list[] = {field<&N::name>("name", "File", Required),
        field<&N::size>("size", "Size", Required, Personal::No, "B"), field<&N::sha256>("sha256", "SHA-256")};
    return list;
}

template<> std::span<const Field> fields<PieceParameters>()
{
    static const Field list[] = {
        field<&PieceParameters::offset>("offset", "Where the piece begins", Required, Personal::No, "B")};
    return list;
}

} // namespace belvedere
