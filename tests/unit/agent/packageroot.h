// A root with dpkg and apt of its own, and packages made for it: real programs, nothing of the computer's.
#pragma once

#include "agent/facts/source.h"
#include "agent/packages/longrun.h"
#include "tree.h"

#include <QProcess>
#include <QTest>
#include <unistd.h>

namespace belvedere {

class PackageRoot {
public:
    PackageRoot()
    {
        for (const char *directory : {"/var/lib/dpkg/updates", "/var/lib/dpkg/info", "/var/lib/apt/lists/partial",
                 "/var/cache/apt/archives/partial", "/etc/apt/apt.conf.d", "/etc/apt/preferences.d", "/var/log/apt"})
            tree.directory(QString::fromLatin1(directory));
        tree.file(QStringLiteral("/var/lib/dpkg/status"), {});
        tree.file(QStringLiteral("/var/lib/dpkg/available"), {});
        tree.file(
            QStringLiteral("/etc/apt/sources.list"), "deb [trusted=yes] copy:" + repository.root().toUtf8() + " ./\n");
    }

    // Makes a package of the repository; `fields` are further lines of its control file.
    void add(const QString &name, const QString &version, const QByteArray &fields = {}) const
    {
        Tree package;
        package.file(QStringLiteral("/DEBIAN/control"),
            "Package: " + name.toUtf8() + "\nVersion: " + version.toUtf8()
                + "\nArchitecture: all\nMaintainer: Example <it@example.org>\nDescription: made for a test\n" + fields);
        package.file(QStringLiteral("/usr/share/doc/%1/version").arg(name), version.toUtf8());
        QFile::setPermissions(package.root(), QFile::Permissions(0x7755));
        run(QStringLiteral("/usr/bin/dpkg-deb"),
            {QStringLiteral("-b"), QStringLiteral("--root-owner-group"), package.root(), archive(name, version)});
    }
    QString archive(const QString &name, const QString &version) const
    {
        return repository.path(QStringLiteral("/%1_%2_all.deb").arg(name, version));
    }
    void update() const // the lists, after packages have been added
    {
        QProcess scan;
        scan.setWorkingDirectory(repository.root());
        scan.setStandardErrorFile(QProcess::nullDevice());
        scan.start(QStringLiteral("/usr/bin/dpkg-scanpackages"), {QStringLiteral("-m"), QStringLiteral(".")});
        QVERIFY(scan.waitForFinished());
        repository.file(QStringLiteral("/Packages"), scan.readAllStandardOutput());
        state.file(QStringLiteral("/update.conf"),
            QStringLiteral(
                "Dir \"%1/\";\nDir::State::status \"%1/var/lib/dpkg/status\";\nAPT::Sandbox::User \"root\";\n")
                .arg(tree.root())
                .toUtf8());
        LongRun update{QStringLiteral("/usr/bin/apt-get"), {QStringLiteral("-q"), QStringLiteral("update")},
            {{QStringLiteral("APT_CONFIG"), state.path(QStringLiteral("/update.conf"))}}, 60'000};
        const auto output = runLong(update, state.path(QStringLiteral("/output")));
        QVERIFY2(output && output->exitCode == 0, output ? output->output.constData() : "apt-get");
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
    Tree repository;
    Tree state;
    QList<LongRun> runs;

private:
    static void run(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.start(program, arguments);
        if (!process.waitForFinished() || process.exitCode() != 0)
            qFatal("%s: %s", qPrintable(program), process.readAllStandardError().constData());
    }
};

} // namespace belvedere
