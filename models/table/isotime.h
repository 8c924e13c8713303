// Times as they stand in JSON, read without a QDateTime for every value.
#pragma once

#include <optional>
#include <QtGlobal>
#include <string_view>

namespace belvedere {

// "2026-01-31T12:00:00Z", with up to nine decimals of a second (cut to milliseconds) or an offset "+02:00" in place
// of "Z", in milliseconds since 1970; years 1 to 9999. Nothing for any other text; a time without a zone is refused.
std::optional<qint64> isoTime(std::string_view text);

} // namespace belvedere
