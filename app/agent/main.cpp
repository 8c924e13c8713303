// belvedere-agent: makes a computer one of the managed devices.
#include "agent/run.h"

#include <cstdio>
#include <QCoreApplication>
#include <QFile>

namespace {

QString firstLineOfInput()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return {};
    return QString::fromUtf8(input.readLine(8'192));
}

} // namespace

int main(int argc, char *argv[])
{
    const QCoreApplication application(argc, argv);
    const auto parsed = belvedere::parseOptions(QCoreApplication::arguments(), firstLineOfInput);
    if (const auto *message = std::get_if<belvedere::OptionsMessage>(&parsed)) {
        std::fputs((message->text + u'\n').toLocal8Bit().constData(), message->exitCode == 0 ? stdout : stderr);
        return message->exitCode;
    }
    return belvedere::runAgent(std::get<belvedere::AgentOptions>(parsed));
}
