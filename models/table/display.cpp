// Cells as text for people.
#include "table/display.h"

#include "domain/account.h"
#include "domain/action.h"
#include "domain/deployment.h"
#include "domain/patch.h"
#include "domain/policydiff.h"
#include "domain/rule.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 minute = 60;
constexpr qint64 hour = 60 * minute;
constexpr qint64 day = 24 * hour;
constexpr qint64 relativeUpTo = 30 * day; // further away a date says more

QString tr(const char *text, int n = -1) { return QCoreApplication::translate("Display", text, nullptr, n); }

// English has no translation file, so that one and many are separate sources.
struct Span {
    const char *one;
    const char *many;
    QString of(qint64 count) const { return count == 1 ? tr(one, 1) : tr(many, int(count)); }
};

struct Scale {
    qint64 seconds;
    Span ago;
    Span ahead;
};

const Scale scales[] = {
    {day, {QT_TRANSLATE_NOOP("Display", "1 day ago"), QT_TRANSLATE_N_NOOP("Display", "%n days ago")},
        {QT_TRANSLATE_NOOP("Display", "in 1 day"), QT_TRANSLATE_N_NOOP("Display", "in %n days")}},
    {hour, {QT_TRANSLATE_NOOP("Display", "1 hour ago"), QT_TRANSLATE_N_NOOP("Display", "%n hours ago")},
        {QT_TRANSLATE_NOOP("Display", "in 1 hour"), QT_TRANSLATE_N_NOOP("Display", "in %n hours")}},
    {minute, {QT_TRANSLATE_NOOP("Display", "1 minute ago"), QT_TRANSLATE_N_NOOP("Display", "%n minutes ago")},
        {QT_TRANSLATE_NOOP("Display", "in 1 minute"), QT_TRANSLATE_N_NOOP("Display", "in %n minutes")}},
};

// Where the words of choices are translated that other entities have fields of, too; nothing for all the rest.
const char *contextOf(std::span<const Choice> list)
{
    static const std::pair<const Choice *, const char *> shared[] = {{choices<Platform>().data(), "Device"},
        {choices<Ownership>().data(), "Device"}, {choices<Compliance>().data(), "Device"},
        {choices<RuleSeverity>().data(), "ComplianceRule"}, {choices<RuleMode>().data(), "ComplianceRule"},
        {choices<RuleActionKind>().data(), "RuleAction"}, {choices<ItemKind>().data(), "Deployment"},
        {choices<DifferenceKind>().data(), "PolicyDifference"}, {choices<ActionKind>().data(), "Action"},
        {choices<PatchDecision>().data(), "Patch"}, {choices<Role>().data(), "Account"}};
    for (const auto &[first, context] : shared) {
        if (first == list.data())
            return context;
    }
    return nullptr;
}

} // namespace

Display::Display(const char *context, std::shared_ptr<const Clock> clock, const QLocale &locale)
    : m_context(context)
    , m_clock(std::move(clock))
    , m_locale(locale)
{
}

QString Display::label(const Field &field) const { return QCoreApplication::translate(m_context, field.label); }

QString Display::choiceLabel(const QString &token, const Field &field) const
{
    const char *shared = contextOf(field.choices);
    for (const Choice &choice : field.choices) {
        if (token == QLatin1StringView(choice.token))
            return QCoreApplication::translate(shared ? shared : m_context, choice.label);
    }
    return token; // a word that this version does not know
}

QString Display::relative(const QDateTime &time) const
{
    const qint64 age = time.secsTo(m_clock->now());
    const qint64 distance = qAbs(age);
    if (distance >= relativeUpTo)
        return m_locale.toString(time.toLocalTime().date(), QLocale::ShortFormat);
    for (const Scale &scale : scales) {
        if (distance >= scale.seconds)
            return (age > 0 ? scale.ago : scale.ahead).of(distance / scale.seconds);
    }
    return tr(QT_TRANSLATE_NOOP("Display", "just now"));
}

QString Display::duration(qint64 seconds) const
{
    if (seconds < 0)
        return m_locale.toString(seconds);
    const qint64 days = seconds / day;
    if (days > 0) {
        static constexpr Span span = {QT_TRANSLATE_NOOP("Display", "1 day"), QT_TRANSLATE_N_NOOP("Display", "%n days")};
        return span.of(days);
    }
    const QString hours = m_locale.toString(seconds / hour);
    const QString minutes = m_locale.toString(seconds % hour / minute);
    if (seconds >= hour && seconds % hour < minute)
        return tr(QT_TRANSLATE_NOOP("Display", "%1 h")).arg(hours);
    if (seconds >= hour)
        return tr(QT_TRANSLATE_NOOP("Display", "%1 h %2 min")).arg(hours, minutes);
    if (seconds >= minute)
        return tr(QT_TRANSLATE_NOOP("Display", "%1 min")).arg(minutes);
    return tr(QT_TRANSLATE_NOOP("Display", "%1 s")).arg(m_locale.toString(seconds));
}

std::optional<QString> Display::nothing(const Cell &cell, const Field &field) const
{
    if (m_nothing.isEmpty() || !(cell == Cell(qint64(0)) || cell == Cell(QString()) || cell == Cell(QStringList())))
        return std::nullopt;
    const auto text = m_nothing.constFind(QString::fromLatin1(field.name));
    return text == m_nothing.constEnd() ? std::nullopt : std::optional(*text);
}

QString Display::text(const Cell &cell, const Field &field) const
{
    if (const std::optional<QString> text = nothing(cell, field))
        return *text;
    struct ToText {
        const Display &display;
        const Field &field;
        QString operator()(std::monostate) const { return u"–"_s; }
        QString operator()(bool v) const
        {
            return v ? tr(QT_TRANSLATE_NOOP("Display", "Yes")) : tr(QT_TRANSLATE_NOOP("Display", "No"));
        }
        QString operator()(qint64 v) const
        {
            if (field.kind == Kind::Bytes)
                return display.m_locale.formattedDataSize(
                    v, v < (qint64(10) << 30) ? 1 : 0, QLocale::DataSizeIecFormat);
            if (field.kind == Kind::Duration)
                return display.duration(v);
            return field.unit ? QString(display.m_locale.toString(v) + u' ' + QLatin1StringView(field.unit))
                              : display.m_locale.toString(v);
        }
        QString operator()(const QString &v) const
        {
            return field.kind == Kind::Enum ? display.choiceLabel(v, field) : display.word(v, field);
        }
        QString operator()(const QDateTime &v) const
        {
            if (display.isExact(field))
                return display.detail(v, field);
            const bool isOver = v <= display.now() && display.m_deadlines.contains(QString::fromLatin1(field.name));
            return isOver ? tr(QT_TRANSLATE_NOOP("Display", "ended %1")).arg(display.relative(v)) : display.relative(v);
        }
        QString operator()(const Version &v) const { return v.text(); }
        QString operator()(const QStringList &v) const
        {
            QStringList words;
            for (const QString &member : v)
                words.append(display.word(member, field));
            return words.join(u", "_s);
        }
        QString operator()(const QJsonObject &v) const
        {
            return QString::fromUtf8(QJsonDocument(v).toJson(QJsonDocument::Compact));
        }
        QString operator()(const QJsonArray &v) const { return display.m_locale.toString(v.size()); }
    };
    return std::visit(ToText{*this, field}, cell);
}

QString Display::word(const QString &code, const Field &field) const
{
    const auto words = m_words.constFind(QString::fromLatin1(field.name));
    return words == m_words.constEnd() ? code : words->value(code, code);
}

QString Display::detail(const Cell &cell, const Field &field) const
{
    if (const std::optional<QString> text = nothing(cell, field))
        return *text;
    if (const auto *time = std::get_if<QDateTime>(&cell)) {
        // the same in every language and without doubt about day and month
        // the zone never stands on a line alone
        return time->toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss\u00A0t"_s);
    }
    const auto *number = std::get_if<qint64>(&cell);
    if (number && field.kind == Kind::Bytes)
        return tr(QT_TRANSLATE_NOOP("Display", "%1 bytes")).arg(m_locale.toString(*number));
    if (number && field.kind == Kind::Duration)
        return tr(QT_TRANSLATE_NOOP("Display", "%1 s")).arg(m_locale.toString(*number));
    const auto *code = std::get_if<QString>(&cell);
    if (code && field.kind == Kind::Text && word(*code, field) != *code)
        return QString(word(*code, field) + u" ("_s + *code + u')');
    return text(cell, field);
}

QString Display::spoken(const Cell &cell, const Field &field) const
{
    return isKnown(cell) ? text(cell, field) : tr(QT_TRANSLATE_NOOP("Display", "not known"));
}

QString Display::plain(const Cell &cell, const Field &field) const
{
    if (!isKnown(cell))
        return {};
    if (const auto *time = std::get_if<QDateTime>(&cell))
        return time->toUTC().toString(Qt::ISODateWithMs);
    if (const auto *number = std::get_if<qint64>(&cell))
        return QString::number(*number);
    const auto *code = std::get_if<QString>(&cell);
    return code && field.kind == Kind::Text ? *code : text(cell, field);
}

} // namespace belvedere
