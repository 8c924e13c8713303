// belvedere-bench: measures what the project promises, beside its rivals.
#include "bench/benchmarks.h"
#include "bench/machine.h"
#include "bench/promises.h"
#include "bench/regression.h"
#include "bench/screen.h"

#include <cstdio>
#include <QCommandLineParser>
#include <QFile>
#include <QJsonDocument>
#include <QTextStream>

using namespace belvedere;
using namespace belvedere::bench;
using namespace Qt::StringLiterals;

namespace {

struct Benchmark {
    const char *name;
    const char *what;
    std::vector<Figure> (*measure)(int devices);
    std::vector<int> sizes; // unless another one is asked for
};

const std::vector<int> growth{1'000, 10'000, 100'000, 1'000'000};
const std::vector<int> large{100'000, 1'000'000};
const std::vector<int> ofServer{100'000};

const Benchmark benchmarks[] = {
    {"start", "from process start to all devices", measureStart, large},
    {"cache", "opening what is kept on this computer", measureCache, large},
    {"filter", "keystroke to new view", measureFilter, growth},
    {"sort", "click on a header to new order", measureSort, growth},
    {"decode", "lines of JSON to columns", measureDecode, growth},
    {"memory", "bytes that a device takes", measureMemory, growth},
    {"rules", "a hundred compliance rules", measureRules, growth},
    {"preview", "what a policy will do", measurePreview, ofServer},
    {"stream", "all devices from the server", measureStream, large},
    {"list", "pages of the server's list", measureList, ofServer},
    {"checkin", "check-ins of devices", measureCheckIn, ofServer},
};
constexpr int maximumDevices = 5'000'000;
constexpr qint64 maximumEarlier = 1'000'000; // bytes
constexpr int failure = 1;
constexpr int usageError = 2;

QString listed()
{
    QString text;
    for (const Benchmark &benchmark : benchmarks)
        text += u"  %1  %2\n"_s.arg(QString::fromLatin1(benchmark.name), -10).arg(QString::fromLatin1(benchmark.what));
    return text;
}

// Whether every figure is there and is of a run whose results were right.
bool isSound(const std::vector<Figure> &figures)
{
    return !figures.empty() && std::all_of(figures.begin(), figures.end(), [](const Figure &figure) {
        return figure.more[u"complete"].toBool(true);
    });
}

int compare(const std::vector<Figure> &figures, const QString &path, QTextStream &err)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > maximumEarlier) {
        err << u"%1 cannot be read.\n"_s.arg(path);
        return failure;
    }
    const Result<QStringList> found = regressions(figures, file.readAll());
    if (!found) {
        err << u"%1: %2\n"_s.arg(path, found.error().detail);
        return failure;
    }
    for (const QString &one : found.value())
        err << one << '\n';
    return found.value().isEmpty() ? 0 : failure;
}

} // namespace

int main(int argc, char **argv)
{
    const auto application = makeApplication(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Benchmarks:\n%1  all         every one"_s.arg(listed()));
    parser.addHelpOption();
    parser.addPositionalArgument(u"NAME"_s, u"Which benchmark to run."_s);
    parser.addOptions({{u"devices"_s, u"How many devices (default: each benchmark's own sizes, up to 1000000)."_s,
                           u"N"_s},
        {u"json"_s, u"One JSON line per figure; the tables go to standard error."_s},
        {u"against"_s, u"Fail when a figure's ratio to its rival is below a third of that in FILE, lines of --json."_s,
            u"FILE"_s}});
    parser.process(*application);
    const QStringList names = parser.positionalArguments();
    bool isNumber = true;
    const int devices = parser.isSet(u"devices"_s) ? parser.value(u"devices"_s).toInt(&isNumber) : maximumDevices;
    QTextStream out(stdout);
    QTextStream err(stderr);
    if (names.size() != 1 || !isNumber || devices < 1 || devices > maximumDevices) {
        err << parser.helpText();
        return usageError;
    }
    std::vector<Figure> figures;
    bool found = false;
    int status = 0;
    for (const Benchmark &benchmark : benchmarks) {
        if (names.first() != QLatin1StringView(benchmark.name) && names.first() != "all"_L1)
            continue;
        found = true;
        for (const int size : parser.isSet(u"devices"_s) ? std::vector{devices} : benchmark.sizes) {
            const std::vector<Figure> measured = benchmark.measure(size);
            if (!isSound(measured)) {
                err << u"%1, %2 devices: the results are not complete.\n"_s.arg(QLatin1StringView(benchmark.name))
                           .arg(size)
                    << Qt::flush;
                status = failure;
            }
            for (const Figure &figure : measured) {
                figures.push_back(figure);
                if (parser.isSet(u"json"_s))
                    out << QJsonDocument(jsonOf(figure)).toJson(QJsonDocument::Compact) << Qt::endl;
            }
        }
    }
    if (!found) {
        err << u"There is no benchmark named %1.\n"_s.arg(names.first()) << listed();
        return usageError;
    }
    (parser.isSet(u"json"_s) ? err : out) << machineLine() << "\n\n" << tableOf(figures) << '\n' << promisesOf(figures);
    if (parser.isSet(u"against"_s))
        status = std::max(status, compare(figures, parser.value(u"against"_s), err));
    return status;
}
