// belvedere-bench: measures what the project promises, beside its rivals.
#include "bench/benchmarks.h"
#include "bench/screen.h"

#include <cstdio>
#include <QCommandLineParser>
#include <QTextStream>

using namespace belvedere::bench;
using namespace Qt::StringLiterals;

namespace {

struct Benchmark {
    const char *name;
    const char *what;
    std::vector<Figure> (*measure)(int devices);
};

constexpr Benchmark benchmarks[] = {
    {"start", "from process start to all devices", measureStart},
    {"cache", "opening what is kept on this computer", measureCache},
    {"filter", "keystroke to new view", measureFilter},
    {"sort", "click on a header to new order", measureSort},
    {"decode", "lines of JSON to columns", measureDecode},
    {"memory", "bytes that a device takes", measureMemory},
    {"rules", "a hundred compliance rules", measureRules},
    {"list", "pages of the server's list", measureList},
    {"checkin", "check-ins of devices", measureCheckIn},
};
constexpr int maximumDevices = 5'000'000;
constexpr int usageError = 2;

QString listed()
{
    QString text;
    for (const Benchmark &benchmark : benchmarks)
        text += u"  %1  %2\n"_s.arg(QString::fromLatin1(benchmark.name), -10).arg(QString::fromLatin1(benchmark.what));
    return text;
}

} // namespace

int main(int argc, char **argv)
{
    const auto application = makeApplication(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Benchmarks:\n%1  all         every one"_s.arg(listed()));
    parser.addHelpOption();
    parser.addPositionalArgument(u"NAME"_s, u"Which benchmark to run."_s);
    parser.addOptions({{u"devices"_s, u"How many devices (default 100000)."_s, u"N"_s, u"100000"_s},
        {u"json"_s, u"One JSON line per figure."_s}});
    parser.process(*application);
    const QStringList names = parser.positionalArguments();
    bool isNumber = false;
    const int devices = parser.value(u"devices"_s).toInt(&isNumber);
    QTextStream out(stdout);
    QTextStream err(stderr);
    if (names.size() != 1 || !isNumber || devices < 1 || devices > maximumDevices) {
        err << parser.helpText();
        return usageError;
    }
    std::vector<Figure> figures;
    bool found = false;
    for (const Benchmark &benchmark : benchmarks) {
        if (names.first() != QLatin1StringView(benchmark.name) && names.first() != "all"_L1)
            continue;
        found = true;
        for (const Figure &figure : benchmark.measure(devices)) {
            figures.push_back(figure);
            if (parser.isSet(u"json"_s))
                out << jsonLine(figure) << Qt::endl;
        }
    }
    if (!found) {
        err << u"There is no benchmark named %1.\n"_s.arg(names.first()) << listed();
        return usageError;
    }
    if (!parser.isSet(u"json"_s))
        out << tableOf(figures);
    return 0;
}
