// Formatting by kind.
#include "ui/common/fieldtext.h"

#include <QCoreApplication>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString words(const char *text, int n = -1) { return QCoreApplication::translate("FieldText", text, nullptr, n); }

} // namespace

QString fieldLabel(const Field &field, const char *context)
{
    return QCoreApplication::translate(context, field.label);
}

QString choiceLabel(const Choice &choice, const char *context)
{
    return QCoreApplication::translate(context, choice.label);
}

QString bytesText(qint64 bytes) { return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat); }

QString durationText(qint64 seconds)
{
    if (seconds < 60)
        return words("%n second(s)", int(seconds));
    if (seconds < 3600)
        return words("%n minute(s)", int(seconds / 60));
    if (seconds < 48 * 3600)
        return words("%n hour(s)", int(seconds / 3600));
    return words("%n day(s)", int(seconds / 86400));
}

QString cellText(const Cell &cell, const Field &field, const char *context)
{
    if (const auto *truth = std::get_if<bool>(&cell))
        return *truth ? words("Yes") : words("No");
    if (const auto *number = std::get_if<qint64>(&cell)) {
        if (field.kind == Kind::Bytes)
            return bytesText(*number);
        if (field.kind == Kind::Duration)
            return durationText(*number);
        const QString text = QLocale().toString(*number);
        return field.unit ? words("%1 %2").arg(text, QCoreApplication::translate(context, field.unit)) : text;
    }
    if (const auto *text = std::get_if<QString>(&cell)) {
        for (const Choice &choice : field.choices) {
            if (*text == QLatin1StringView(choice.token))
                return choiceLabel(choice, context);
        }
        return *text;
    }
    if (const auto *time = std::get_if<QDateTime>(&cell))
        return QLocale().toString(time->toLocalTime(), QLocale::ShortFormat);
    if (const auto *version = std::get_if<Version>(&cell))
        return version->text();
    if (const auto *set = std::get_if<QStringList>(&cell))
        return set->isEmpty() ? words("None") : set->join(u", "_s);
    return {};
}

} // namespace belvedere
