// Driving the console by keyboard and mouse.
#include "integration/console/consolerun.h"
#include "support/places.h"

#include "ui/common/querybox.h"
#include "ui/common/tableview.h"
#include "ui/places.h"
#include "ui/shell/commandpalette.h"

#include <QFile>
#include <QListWidget>
#include <QProcess>
#include <QPushButton>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere::test {

void ConsoleRun::isolate()
{
    static const QTemporaryDir home; // lives as long as the program
    for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"})
        qputenv(name, home.path().toUtf8());
}

bool ConsoleRun::startServer(const QStringList &arguments) { return m_server.start(arguments); }

bool ConsoleRun::restartServer()
{
    return m_server.start({u"--listen"_s, u"127.0.0.1:%1"_s.arg(QUrl(m_server.url()).port())});
}

bool ConsoleRun::open(const QString &email, const QString &password)
{
    ConsoleOptions options;
    options.site = m_server.url();
    options.user = email;
    options.passwordFile = passwordFile(password);
    m_console = std::make_unique<Console>(options, places());
    window().setPrompts(m_prompts);
    m_console->start();
    window().resize(1440, 900);
    return QTest::qWaitForWindowActive(&window())
        && QTest::qWaitFor([this] { return site() && connection() == Connection::Online; }, patience);
}

void ConsoleRun::close() { m_console.reset(); }

bool ConsoleRun::command(const QString &title)
{
    QTest::keyClick(&window(), Qt::Key_K, Qt::ControlModifier);
    CommandPalette *palette = window().topBar()->commandPalette();
    if (!palette->isOpen() || !palette->hasFocus())
        return false;
    QTest::keyClicks(palette, QString(title).remove(u'…')); // which no key types
    QListWidget *list = palette->list();
    for (int i = 0; i < list->count() && list->currentItem()->text() != title; ++i)
        QTest::keyClick(palette, Qt::Key_Down);
    const bool offered = list->currentItem()->text() == title;
    QTest::keyClick(palette, offered ? Qt::Key_Return : Qt::Key_Escape);
    return offered;
}

bool ConsoleRun::go(const QString &title, const QString &id)
{
    const auto isThere = [this, &id] {
        const Place *place = window().currentPlace();
        return place && place->objectName() == id && place->isSettled();
    };
    return command(title) && QTest::qWaitFor(isThere, patience);
}

TablePage *ConsoleRun::page() { return window().currentPlace()->findChild<TablePage *>(); }

void ConsoleRun::type(const QString &query)
{
    QueryEdit *edit = page()->queryBox()->edit();
    edit->setFocus();
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClicks(edit, query);
}

bool ConsoleRun::press(QWidget *root, const QString &text)
{
    if (!root)
        return false;
    const QList<QAbstractButton *> buttons = root->findChildren<QAbstractButton *>();
    const auto found = std::find_if(buttons.begin(), buttons.end(), [&text](const QAbstractButton *button) {
        return button->isVisible() && button->isEnabled() && button->text() == text;
    });
    if (found == buttons.end())
        return false;
    QTest::mouseClick(*found, Qt::LeftButton);
    return true;
}

bool ConsoleRun::fill(QWidget *form, const QString &field, const QString &text)
{
    const auto *editor = form ? form->findChild<QWidget *>(field) : nullptr;
    auto *edit = editor ? qobject_cast<QLineEdit *>(editor->focusProxy()) : nullptr;
    if (!edit || !edit->isVisible())
        return false;
    edit->setFocus();
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClicks(edit, text);
    return true;
}

QString ConsoleRun::textOf(const QString &id, const QString &field)
{
    TableModel &model = page()->model();
    const qsizetype column = model.columns().indexOf(field);
    return model.indexOfId(id, int(column)).data().toString();
}

ConsoleRun::Outcome ConsoleRun::run(const QString &program, const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    process.start(programPath(program), arguments);
    process.write(input);
    process.closeWriteChannel();
    Outcome outcome;
    const bool ended = QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, patience);
    if (!ended) {
        process.kill();
        process.waitForFinished();
    } else if (process.exitStatus() == QProcess::NormalExit && process.error() == QProcess::UnknownError) {
        outcome.code = process.exitCode();
    }
    outcome.out = process.readAllStandardOutput();
    outcome.errors = process.readAllStandardError();
    return outcome;
}

QString ConsoleRun::passwordFile(const QString &password) const
{
    const QString name = path(u"password-%1"_s.arg(qHash(password), 0, 16));
    QFile file(name);
    if (file.open(QIODevice::WriteOnly))
        file.write(password.toUtf8() + '\n');
    return name;
}

} // namespace belvedere::test
