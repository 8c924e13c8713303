// Words for the age of a list.
#include "ui/common/asof.h"

#include "table/display.h"

#include <QCoreApplication>

namespace belvedere {

namespace {

class At final : public Clock {
public:
    explicit At(const QDateTime &now)
        : m_now(now)
    {
    }
    QDateTime now() const override { return m_now; }

private:
    QDateTime m_now;
};

struct AsOf {
    Q_DECLARE_TR_FUNCTIONS(AsOf)
};

QString clockTime(const QDateTime &time, const QDateTime &now)
{
    const QLocale locale;
    const QDateTime local = time.toLocalTime();
    return local.date() == now.toLocalTime().date() ? locale.toString(local.time(), QLocale::ShortFormat)
                                                    : locale.toString(local, QLocale::ShortFormat);
}

QString age(const QDateTime &time, const QDateTime &now)
{
    Field field{};
    field.name = "";
    field.kind = Kind::Time;
    return Display("AsOf", std::make_shared<At>(now)).text(time, field);
}

} // namespace

QString asOfText(const QDateTime &time, const QDateTime &now)
{
    return time.isValid()
        ? AsOf::tr("as of %1, %2", "time of day, how long ago").arg(clockTime(time, now), age(time, now))
        : QString();
}

QString notConnectedText(const QDateTime &time, const QDateTime &now)
{
    return time.isValid()
        ? AsOf::tr("As of %1, %2; not connected", "time of day, how long ago").arg(clockTime(time, now), age(time, now))
        : AsOf::tr("Not connected");
}

} // namespace belvedere
