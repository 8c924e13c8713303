// Browser settings as the managed-policy files of Chromium, Google Chrome and Firefox.
#pragma once

#include "domain/browsersettings.h"

#include <QByteArray>
#include <QList>

namespace belvedere {

struct PolicyFile {
    QString path; // below the root
    QByteArray content; // empty: the settings say nothing to this browser, there is no file
};

// All three files, always in the same order. The settings must be valid.
QList<PolicyFile> browserPolicyFiles(const BrowserSettings &settings);

// A pattern of BrowserSettings as a match pattern of Firefox; empty when it means nothing there.
QString firefoxPattern(const QString &pattern);

} // namespace belvedere
