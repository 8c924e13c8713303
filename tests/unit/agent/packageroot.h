// Roots with dpkg and apt of their own, and packages made for them: real programs, nothing of the computer's.
#pragma once

#include "agent/facts/source.h"
#include "agent/packages/longrun.h"
#include "tree.h"

#include <QProcess>
#include <unistd.h>

namespace belvedere {

// Packages for any number of roots.
class PackageRepository {
public:
    // `fields` are further lines of the control file; `script` runs before the package is unpacked, which fails in a
    // root without a shell.
    void add(
        const QString &name, const QString &version, const QByteArray &fields = {}, const QByteArray &script = {}) const
    {
        Tree package;
        package.file(QStringLiteral("/DEBIAN/control"),
            "Package: " + name.toUtf8() + "\nVersion: " + version.toUtf8()
                + "\nArchitecture: all\nMaintainer: Example <it@example.org>\nDescription: made for a test\n" + fields);
        if (!script.isEmpty()) {
            package.file(QStringLiteral("/DEBIAN/preinst"), script);
            QFile::setPermissions(package.path(QStringLiteral("/DEBIAN/preinst")), QFile::Permissions(0x7755));
        }
        package.file(QStringLiteral("/usr/share/doc/%1/version").arg(name), version.toUtf8());
        QFile::setPermissions(package.root(), QFile::Permissions(0x7755));
        run(QStringLiteral("/usr/bin/dpkg-deb"),
            {QStringLiteral("-b"), QStringLiteral("--root-owner-group"), package.root(), archive(name, version)});
    }
    QString archive(const QString &name, const QString &version) const
    {
        return tree.path(QStringLiteral("/%1_%2_all.deb").arg(name, version));
    }
    void scan() const // after packages have been added
    {
        tree.file(QStringLiteral("/Packages"),
            run(QStringLiteral("/usr/bin/dpkg-scanpackages"), {QStringLiteral("-m"), QStringLiteral(".")}));
    }

    Tree tree;

private:
    QByteArray run(const QString &program, const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(tree.root());
        process.start(program, arguments);
        if (!process.waitForFinished() || process.exitCode() != 0)
            qFatal("%s: %s", qPrintable(program), process.readAllStandardError().constData());
        return process.readAllStandardOutput();
    }
};

class PackageRoot {
public:
    explicit PackageRoot(const PackageRepository &repository)
    {
        for (const char *directory : {"/var/lib/dpkg/updates", "/var/lib/dpkg/info", "/var/lib/apt/lists/partial",
                 "/var/cache/apt/archives/partial", "/etc/apt/apt.conf.d", "/etc/apt/preferences.d", "/var/log/apt"})
            tree.directory(QString::fromLatin1(directory));
        tree.file(QStringLiteral("/var/lib/dpkg/status"), {});
        tree.file(QStringLiteral("/var/lib/dpkg/available"), {});
        tree.file(QStringLiteral("/etc/apt/sources.list"),
            "deb [trusted=yes] copy:" + repository.tree.root().toUtf8() + " ./\n");
        state.file(QStringLiteral("/update.conf"),
            QStringLiteral(
                "Dir \"%1/\";\nDir::State::status \"%1/var/lib/dpkg/status\";\nAPT::Sandbox::User \"root\";\n")
                .arg(tree.root())
                .toUtf8());
        const LongRun update{QStringLiteral("/usr/bin/apt-get"), {QStringLiteral("-q"), QStringLiteral("update")},
            {{QStringLiteral("APT_CONFIG"), state.path(QStringLiteral("/update.conf"))}}, 60'000};
        const auto output = runLong(update, state.path(QStringLiteral("/output")));
        if (!output || output->exitCode != 0)
            qFatal("apt-get update: %s", output ? output->output.constData() : "");
    }
    // As the agent runs them; without the rights of root, under fakeroot.
    RunLong runner()
    {
        return [this](LongRun program) {
            runs.append(program);
            if (::geteuid() != 0) {
                program.arguments.prepend(program.program);
                program.program = QStringLiteral("/usr/bin/fakeroot");
            }
            return runLong(program, state.path(QStringLiteral("/output")));
        };
    }
    bool has(const QString &name) const { return tree.exists(QStringLiteral("/usr/share/doc/%1/version").arg(name)); }
    QByteArray versionOf(const QString &name) const
    {
        return tree.read(QStringLiteral("/usr/share/doc/%1/version").arg(name));
    }

    Tree tree;
    Tree state;
    QList<LongRun> runs;
};

} // namespace belvedere
