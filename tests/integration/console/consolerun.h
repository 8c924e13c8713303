// ConsoleRun: a real server process and the real console at it, driven as a person drives it.
#pragma once

#include "console/console.h"
#include "support/fakeprompts.h"
#include "support/serverprocess.h"
#include "ui/common/tablepage.h"

#include <QTemporaryDir>
#include <QTest>

class QPushButton;

namespace belvedere::test {

class ConsoleRun {
public:
    static constexpr int patience = 60'000; // milliseconds; sanitizers and a busy machine are slow
    // The configuration of these tests is not that of the person who runs them; call it before the application starts.
    static void isolate();

    // Starts the server on an empty directory, at a port that a later restart() takes again.
    bool startServer(const QStringList &arguments = {});
    bool restartServer();
    // The console's window, signed in; false when it does not come online.
    bool open(const QString &email, const QString &password);
    void close();

    ServerProcess &server() { return m_server; }
    FakePrompts &prompts() { return m_prompts; }
    MainWindow &window() { return m_console->window(); }
    Site *site() { return m_console->site(); }
    Connection connection() { return window().topBar()->connection()->state(); }

    // By Ctrl+K and a command's title; false when the palette does not offer it.
    bool command(const QString &title);
    // The same for a place; false when another one is shown then.
    bool go(const QString &title, const QString &id);
    // The table page of the current place; nullptr: it has none.
    TablePage *page();
    // Types `query` in place of what stands in the query box.
    void type(const QString &query);
    // The newest visible child of the window of that class.
    template<class T> T *seen()
    {
        const QList<T *> all = window().findChildren<T *>();
        for (auto it = all.rbegin(); it != all.rend(); ++it) {
            if ((*it)->isVisible())
                return *it;
        }
        return nullptr;
    }
    // A visible, enabled button below `root` by its text; clicked with the mouse. False when there is none.
    static bool press(QWidget *root, const QString &text);
    // Puts `text` into the line edit of a form's field.
    static bool fill(QWidget *form, const QString &field, const QString &text);
    QString textOf(const QString &id, const QString &field); // of a row of page()

    // Runs a program from the build beside the window, which stays alive; the exit code, or -1 when it does not end.
    struct Outcome {
        int code = -1;
        QByteArray out;
        QByteArray errors;
    };
    static Outcome run(const QString &program, const QStringList &arguments, const QByteArray &input = {});
    QString path(const QString &name) const { return m_dir.filePath(name); }
    // A file with that first line, for --password-file.
    QString passwordFile(const QString &password) const;

private:
    QTemporaryDir m_dir;
    ServerProcess m_server;
    FakePrompts m_prompts;
    std::unique_ptr<Console> m_console;
};

} // namespace belvedere::test
