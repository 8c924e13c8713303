// BrowserSettings: what a browser profile decides, in words that mean the same in Chromium and Firefox.
#pragma once

#include "base/apierror.h"
#include "domain/field.h"

namespace belvedere {

// Every field may be absent: the browser's user decides then.
struct BrowserSettings {
    QString homepage; // http or https
    // Patterns: "*", or [http:// | https:// | chrome://][.]host[/path]. A host covers its subdomains unless a dot
    // stands before it; a path is a prefix. chrome:// concerns Chromium only.
    std::optional<QStringList> urlBlocklist;
    std::optional<QStringList> urlAllowlist; // exceptions to the blocklist
    std::optional<bool> passwordManager; // may save passwords
    std::optional<bool> privateBrowsing; // allowed
    std::optional<bool> developerTools; // allowed
};

inline constexpr qsizetype maximumUrlLength = 2'048; // characters
inline constexpr qsizetype maximumUrlPattern = 512; // characters

bool isUrlPattern(const QString &text);

// Empty: the settings can be applied. Settings that decide nothing are refused too.
QList<FieldError> validate(const BrowserSettings &settings);

} // namespace belvedere
