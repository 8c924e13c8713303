// Reading the sample files of the audit tests.
#pragma once

#include "support/places.h"
#include <QFile>
#include <QJsonDocument>
#include <QList>

inline QByteArray auditFile(const QString &name)
{
    QFile file(belvedere::test::sourcePath(u"tests/unit/audit/data/") + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

inline QJsonDocument auditJson(const QString &name) { return QJsonDocument::fromJson(auditFile(name)); }

inline QList<QByteArray> auditLines(const QString &name)
{
    QList<QByteArray> lines = auditFile(name).split('\n');
    lines.removeAll(QByteArray());
    return lines;
}
