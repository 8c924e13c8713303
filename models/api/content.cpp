// Fields of the requests about applications, files, certificates and licences.
#include "api/content.h"

namespace belvedere {

template<> std::span<const Field> fields<NewRelease>()
{
    using N = NewRelease;
    static const Field list[] = {field<&N::release>("release", QT_TRANSLATE_NOOP("NewRelease", "Version")),
        field<&N::url>("url", QT_TRANSLATE_NOOP("NewRelease", "Address")),
        field<&N::notes>("notes", QT_TRANSLATE_NOOP("NewRelease", "Notes")),
        field<&N::upload>("upload", QT_TRANSLATE_NOOP("NewRelease", "Package"))};
    return list;
}

template<> std::span<const Field> fields<InstalledParameters>()
{
    using I = InstalledParameters;
    static const Field list[] = {field<&I::release>("release", "Version"), field<&I::limit>("limit", "Page size"),
        field<&I::cursor>("cursor", "Cursor of the next page")};
    return list;
}

template<> std::span<const Field> fields<NewFile>()
{
    using N = NewFile;
    static const Field list[] = {field<&N::name>("name", QT_TRANSLATE_NOOP("NewFile", "Name"), Required),
        field<&N::description>("description", QT_TRANSLATE_NOOP("NewFile", "Description")),
        field<&N::platform>("platform", QT_TRANSLATE_NOOP("NewFile", "Platform"), Required),
        field<&N::path>("path", QT_TRANSLATE_NOOP("NewFile", "Path on the device"), Required),
        field<&N::mode>("mode", QT_TRANSLATE_NOOP("NewFile", "Access rights")),
        field<&N::upload>("upload", QT_TRANSLATE_NOOP("NewFile", "Content"), Required)};
    return list;
}

template<> std::span<const Field> fields<FileContent>()
{
    static const Field list[] = {field<&FileContent::upload>("upload", "Id of the upload", Required),
        field<&FileContent::version>("version", "Version of the record", Required)};
    return list;
}

template<> std::span<const Field> fields<NewCertificate>()
{
    using N = NewCertificate;
    static const Field list[] = {field<&N::name>("name", QT_TRANSLATE_NOOP("NewCertificate", "Name")),
        field<&N::description>("description", QT_TRANSLATE_NOOP("NewCertificate", "Description")),
        field<&N::content>("content", QT_TRANSLATE_NOOP("NewCertificate", "Content"), Required),
        field<&N::password>("password", QT_TRANSLATE_NOOP("NewCertificate", "Password of the file"))};
    return list;
}

template<> std::span<const Field> fields<LicenceHolder>()
{
    static const Field list[] = {
        field<&LicenceHolder::device>("device", "Device"), field<&LicenceHolder::person>("person", "Person")};
    return list;
}

} // namespace belvedere
