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
    const auto offer = [&](std::string_view foldedText, const auto &text) {
        const size_t at = foldedText.find(wanted);
        QStringList &list = at == 0 ? beginning : holding;
        if (at == std::string_view::npos || foldedText.empty() || list.size() >= limit)
            return;
        if (const QString found = text(); !list.contains(found))
            list.append(found);
    };
    for (quint32 code = 1; code <= count && beginning.size() < limit; ++code) {
        const std::string_view all = texts.folded(code);
        if (field.kind != Kind::Set) {
            offer(all, [&texts, code] { return texts.text(code); });
        } else if (all.find(wanted)
            != std::string_view::npos) { // in one of the members, which are taken apart only then
            for (const QString &member : texts.text(code).split(QChar(memberSeparator)))
                offer(folded(member).toStdString(), [&member] { return member; });
        }
    }
    return (beginning + holding).first(std::min(limit, beginning.size() + holding.size()));
}

} // namespace belvedere
