// The declarations of ManagedFile and its revisions, and where a file may go.
#include "domain/managedfile.h"

#include "domain/managedpath.h"

#include <algorithm>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace belvedere {

template<> std::span<const Field> fields<ManagedFile>()
{
    using F = ManagedFile;
    static const Field list[] = {field<&F::id>("id", QT_TRANSLATE_NOOP("ManagedFile", "Id"), Required | ReadOnly),
        field<&F::name>("name", QT_TRANSLATE_NOOP("ManagedFile", "Name"), Required | Searchable),
        field<&F::description>("description", QT_TRANSLATE_NOOP("ManagedFile", "Description"), Searchable),
        field<&F::platform>("platform", QT_TRANSLATE_NOOP("ManagedFile", "Platform"), Required | Facet),
        field<&F::path>("path", QT_TRANSLATE_NOOP("ManagedFile", "Path on the device"), Required | Searchable),
        field<&F::mode>("mode", QT_TRANSLATE_NOOP("ManagedFile", "Access rights")),
        field<&F::fileName>("file_name", QT_TRANSLATE_NOOP("ManagedFile", "File"), ReadOnly | Searchable),
        field<&F::sha256>("sha256", QT_TRANSLATE_NOOP("ManagedFile", "SHA-256"), ReadOnly | Searchable),
        field<&F::size>("size", QT_TRANSLATE_NOOP("ManagedFile", "Size"), ReadOnly, Personal::No, "B"),
        field<&F::revision>("revision", QT_TRANSLATE_NOOP("ManagedFile", "Revision"), ReadOnly),
        field<&F::created>("created", QT_TRANSLATE_NOOP("ManagedFile", "Created"), ReadOnly),
        field<&F::edited>("edited", QT_TRANSLATE_NOOP("ManagedFile", "Edited"), ReadOnly),
        field<&F::version>("version", QT_TRANSLATE_NOOP("ManagedFile", "Version"), ReadOnly | Hidden)};
    return list;
}

template<> std::span<const Field> fields<FileRevision>()
{
    using R = FileRevision;
    static const Field list[] = {
        field<&R::revision>("revision", QT_TRANSLATE_NOOP("FileRevision", "Revision"), Required),
        field<&R::path>("path", QT_TRANSLATE_NOOP("FileRevision", "Path on the device"), Required),
        field<&R::mode>("mode", QT_TRANSLATE_NOOP("FileRevision", "Access rights")),
        field<&R::fileName>("file_name", QT_TRANSLATE_NOOP("FileRevision", "File")),
        field<&R::sha256>("sha256", QT_TRANSLATE_NOOP("FileRevision", "SHA-256"), Required),
        field<&R::size>("size", QT_TRANSLATE_NOOP("FileRevision", "Size"), Required, Personal::No, "B"),
        field<&R::created>("created", QT_TRANSLATE_NOOP("FileRevision", "Created")),
        field<&R::createdBy>("created_by", QT_TRANSLATE_NOOP("FileRevision", "Created by"), 0, Personal::Identity)};
    return list;
}

namespace {

constexpr qsizetype maximumPath = 1'000; // characters

// What runs, decides who may sign in, or shows what the kernel knows: no file is brought there.
bool isGuarded(const QString &path)
{
    static const QStringList exact{u"/etc/passwd"_s, u"/etc/shadow"_s, u"/etc/group"_s, u"/etc/gshadow"_s,
        u"/etc/sudoers"_s, u"/etc/machine-id"_s, u"/etc/fstab"_s, u"/etc/ld.so.preload"_s};
    static const QStringList folders{u"/proc/"_s, u"/sys/"_s, u"/dev/"_s, u"/run/"_s, u"/boot/"_s, u"/etc/sudoers.d/"_s,
        u"/etc/pam.d/"_s, u"/var/lib/belvedere-agent/"_s};
    return exact.contains(path) || std::any_of(folders.begin(), folders.end(), [&path](const QString &folder) {
        return path.startsWith(folder);
    });
}

bool isAbsolute(Platform platform, const QString &path)
{
    static const QRegularExpression drive(u"^[A-Za-z]:[\\\\/]"_s);
    return platform == Platform::Windows ? drive.match(path).hasMatch() : path.startsWith(u'/');
}

bool isOddPart(const QString &part) { return part.isEmpty() || part == "."_L1 || part == ".."_L1; }

// Which of its parts makes the path mean another place, or none.
bool hasOddParts(Platform platform, const QString &path)
{
    QString plain = path;
    if (platform == Platform::Windows)
        plain = plain.sliced(2).replace(u'\\', u'/');
    const QStringList parts = plain.sliced(1).split(u'/');
    return std::any_of(parts.begin(), parts.end(), isOddPart)
        || (platform == Platform::Windows && plain.contains(u':')); // names a stream of a file
}

void managed(const QString &path, QList<FieldError> &errors)
{
    const QString problem = managedPathProblem(path);
    if (!problem.isEmpty())
        errors.append({u"path"_s, problem});
}

} // namespace

QList<FieldError> targetProblems(Platform platform, const QString &path, const QString &mode)
{
    QList<FieldError> errors;
    const bool hasControls =
        std::any_of(path.begin(), path.end(), [](QChar c) { return c.category() == QChar::Other_Control; });
    if (path.isEmpty() || path.size() > maximumPath || hasControls)
        errors.append({u"path"_s, u"1 to %1 characters, none of them a control character"_s.arg(maximumPath)});
    else if (!isAbsolute(platform, path))
        errors.append(
            {u"path"_s, platform == Platform::Windows ? u"begins with a drive, such as C:\\"_s : u"begins with /"_s});
    else if (hasOddParts(platform, path))
        errors.append({u"path"_s, u"names a file, without empty parts, . or .."_s});
    else if (platform == Platform::Linux) // as the agent has it
        managed(path, errors);
    else if (isGuarded(path))
        errors.append({u"path"_s, u"is the system's own; no file is brought there"_s});
    if (platform == Platform::Windows && !mode.isEmpty())
        errors.append({u"mode"_s, u"Windows has none"_s});
    else if (platform != Platform::Windows && !managedMode(mode))
        errors.append({u"mode"_s, u"three octal digits up to 0755, such as 0644, of a file that its owner may read"_s});
    return errors;
}

} // namespace belvedere
