// Pictures for looking at: written only when BELVEDERE_PICTURES names a directory.
#pragma once

#include <QDir>
#include <QWidget>

namespace belvedere::test {

inline void picture(QWidget *widget, const QString &name)
{
    const QString directory = qEnvironmentVariable("BELVEDERE_PICTURES");
    if (!directory.isEmpty() && QDir().mkpath(directory))
        widget->grab().save(QDir(directory).filePath(name + QStringLiteral(".png")));
}

} // namespace belvedere::test
