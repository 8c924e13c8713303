// Asking and telling beside the output.
#include "cli/terminal.h"

#include <cstdio>
#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

bool isTerminal(FILE *stream)
{
#ifdef Q_OS_WIN
    return _isatty(_fileno(stream)) != 0;
#else
    return isatty(fileno(stream)) != 0;
#endif
}

} // namespace

bool canAsk() { return isTerminal(stdin) && isTerminal(stderr); }

bool showsOutput() { return isTerminal(stdout); }

bool showsProgress() { return isTerminal(stderr); }

bool askYes(const QString &question)
{
    std::fputs(question.toLocal8Bit().constData(), stderr);
    std::fflush(stderr);
    char line[16] = {};
    return std::fgets(line, sizeof line, stdin) && QByteArray(line).trimmed().toLower() == "yes";
}

void progress(const QString &text)
{
    if (!showsProgress())
        return;
    std::fputs("\r\033[K", stderr);
    std::fputs(text.toLocal8Bit().constData(), stderr);
    std::fflush(stderr);
}

void say(const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stderr);
    std::fputc('\n', stderr);
}

} // namespace belvedere
