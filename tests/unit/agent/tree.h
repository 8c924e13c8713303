// A directory tree made by a test: the computer that collectors and commands see.
#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

namespace belvedere {

class Tree {
public:
    QString root() const { return m_directory.path(); }
    QString path(const QString &absolute) const { return root() + absolute; }

    void file(const QString &absolute, const QByteArray &bytes) const
    {
        QDir().mkpath(path(absolute.section(u'/', 0, -2)));
        QFile file(path(absolute));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", qPrintable(file.fileName()));
        file.write(bytes);
    }
    void directory(const QString &absolute) const { QDir().mkpath(path(absolute)); }
    void link(const QString &absolute, const QString &target) const
    {
        QDir().mkpath(path(absolute.section(u'/', 0, -2)));
        QFile::link(target, path(absolute));
    }
    bool exists(const QString &absolute) const { return QFileInfo::exists(path(absolute)); }
    QByteArray read(const QString &absolute) const
    {
        QFile file(path(absolute));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    // Every file and directory with its content, to compare before and after.
    QMap<QString, QByteArray> everything() const { return everything(QString()); }

private:
    QMap<QString, QByteArray> everything(const QString &below) const
    {
        QMap<QString, QByteArray> all;
        const auto entries =
            QDir(path(below)).entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
        for (const QFileInfo &entry : entries) {
            const QString name = below + u'/' + entry.fileName();
            if (entry.isDir() && !entry.isSymLink()) {
                all.insert(name, "directory");
                all.insert(everything(name));
            } else {
                all.insert(name, read(name));
            }
        }
        return all;
    }

    QTemporaryDir m_directory;
};

} // namespace belvedere
