// Comparing ratios.
#include "bench/regression.h"

#include <QHash>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere::bench {

namespace {

// Other machines, other work beside it: what is within this factor says nothing.
constexpr double gross = 3;

ApiError unreadable(const QString &detail)
{
    ApiError error;
    error.code = u"bench.earlier"_s;
    error.detail = detail;
    return error;
}

} // namespace

Result<QStringList> regressions(const std::vector<Figure> &figures, const QByteArray &lines)
{
    QHash<std::pair<QString, int>, double> earlier;
    int number = 0;
    for (const QByteArray &line : lines.split('\n')) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (!object["name"_L1].isString() || !object["devices"_L1].isDouble() || !object["ratio"_L1].isDouble())
            return unreadable(u"Line %1 is not a figure."_s.arg(number));
        earlier[{object["name"_L1].toString(), object["devices"_L1].toInt()}] = object["ratio"_L1].toDouble();
    }
    QStringList found;
    int compared = 0;
    for (const Figure &figure : figures) {
        const double before = earlier.value({figure.name, figure.devices});
        if (before <= 0)
            continue;
        ++compared;
        if (figure.ratio() < before / gross)
            found.append(u"%1, %2 devices: %3 times its rival, was %4."_s.arg(
                figure.name, shown(figure.devices), shown(figure.ratio()), shown(before)));
    }
    return compared > 0 ? Result<QStringList>(found) : Result<QStringList>(unreadable(u"No figure is in both runs."_s));
}

} // namespace belvedere::bench
