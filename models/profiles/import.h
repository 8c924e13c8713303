// Import of what other tools have made: a profile of type "custom" that keeps the bytes as they are.
#pragma once

#include "profiles/rendering.h"

namespace belvedere {

inline constexpr qsizetype maximumImportBytes = 750'000; // a request of 1 MiB holds it as base64

struct ImportedProfile {
    QString type; // "custom"
    QJsonObject settings; // render() gives the bytes back
    QString name; // that the bytes say; may be empty
};

// Apple: a property list, XML or binary, also signed; Android: a JSON object; Windows: SyncML. Validation errors on the
// field "file": "import.empty", "import.too-large", "import.platform", and when the bytes are not what the platform
// takes "import.property-list", "import.json", "import.syncml". XML with a DTD of its own is refused: no entity of it
// is ever expanded.
Result<ImportedProfile> importProfile(Platform platform, const QByteArray &bytes);

// What is wrong with the bytes as content of the format "property-list", "json-object" or "syncml"; empty: nothing.
QString importProblem(QStringView format, const QByteArray &bytes);

} // namespace belvedere
