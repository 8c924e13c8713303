// Looking through a column's texts.
#include "table/values.h"

#include "base/fold.h"

#include <unordered_set>

namespace belvedere {

namespace {

constexpr quint32 mostTexts = 100'000;
constexpr quint32 mostMembers = 20'000;
constexpr size_t mostBytes = 16 * 1024 * 1024; // of folded text

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
    quint32 membersLeft = mostMembers;
    std::unordered_set<std::string_view> seen; // members, of which most sets have the same
    size_t bytesLeft = mostBytes;
    for (quint32 code = 1; code <= count && beginning.size() < limit && membersLeft > 0; ++code) {
        const std::string_view all = texts.folded(code);
        if (all.size() > bytesLeft)
            break;
        bytesLeft -= all.size();
        if (field.kind != Kind::Set) {
            offer(all, [&texts, code] { return texts.text(code); });
            continue;
        }
        if (all.find(wanted) == std::string_view::npos)
            continue;
        // in one of the members, which are taken apart only now
        for (std::string_view rest = texts.utf8(code); !rest.empty() && membersLeft > 0; --membersLeft) {
            const std::string_view bytes = rest.substr(0, rest.find(char(memberSeparator)));
            rest.remove_prefix(std::min(bytes.size() + 1, rest.size()));
            if (!seen.insert(bytes).second)
                continue;
            const QString member = QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
            offer(folded(member).toStdString(), [&member] { return member; });
        }
    }
    return (beginning + holding).first(std::min(limit, beginning.size() + holding.size()));
}

} // namespace belvedere
