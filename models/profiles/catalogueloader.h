// Reading of a catalogue's data file. A mistake in it is an error that names file, path and code.
#pragma once

#include "profiles/catalogue.h"

namespace belvedere {

inline constexpr qsizetype maximumCatalogueBytes = 2'000'000;

// Errors (Kind::Decode; the detail names `file` and the path in it):
//   catalogue.malformed  not a JSON object, or too large
//   catalogue.shape      a key is missing, or its value is of the wrong kind
//   catalogue.key        a key that the format does not know, or one that its kind of setting does not take
//   catalogue.unknown    a word that is not in its list: platform, kind, category, requirement, format, conversion
//   catalogue.duplicate  a type or setting that was declared already
//   catalogue.reference  a condition, check or identity names a setting that does not exist, or a value it cannot have
//   catalogue.value      a default, range, pattern or version that does not fit
Result<std::vector<ProfileType>> readCatalogue(const QByteArray &json, const QString &file);

} // namespace belvedere
