// Looking through a column's texts.
#include "table/values.h"

#include "base/fold.h"

namespace belvedere {

namespace {

constexpr quint32 mostTexts = 100'000;

} // namespace

QStringList valuesIn(const Snapshot &snapshot, const Field &field, const QString &typed, qsizetype limit)
{
    const int number = snapshot.columnOf(QString::fromLatin1(field.name));
    if (number < 0 || (field.kind != Kind::Text && field.kind != Kind::Version && field.kind != Kind::Set))
        return {};
    const TextList &texts = snapshot.column(number).texts;
    const std::string wanted = folded(typed).toStdString();
    const quint32 count = std::min(mostTexts, texts.size());
    QStringList beginning;
    QStringList holding;
    const auto offer = [&](std::string_view foldedText, const QString &text) {
        const size_t at = foldedText.find(wanted);
        if (at == std::string_view::npos || text.isEmpty())
            return;
        QStringList &list = at == 0 ? beginning : holding;
        if (list.size() < limit && !list.contains(text))
            list.append(text);
    };
    for (quint32 code = 1; code <= count && beginning.size() < limit; ++code) {
        if (field.kind != Kind::Set) {
            if (texts.folded(code).find(wanted) != std::string_view::npos)
                offer(texts.folded(code), texts.text(code));
            continue;
        }
        for (const QString &member : texts.text(code).split(QChar(memberSeparator)))
            offer(folded(member).toStdString(), member);
    }
    return (beginning + holding).first(std::min(limit, beginning.size() + holding.size()));
}

} // namespace belvedere
