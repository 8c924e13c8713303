// Suggestions by edit distance, and the way into ApiError.
#include "query/error.h"

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qsizetype longestGuess = 48;

// Levenshtein with one row; both sides are short.
int edits(QStringView a, QStringView b)
{
    std::vector<int> row(size_t(b.size()) + 1);
    for (size_t j = 0; j < row.size(); ++j)
        row[j] = int(j);
    for (qsizetype i = 0; i < a.size(); ++i) {
        int diagonal = row[0];
        row[0] = int(i) + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const int above = row[size_t(j) + 1];
            const int changed = diagonal + (a[i] == b[j] ? 0 : 1);
            row[size_t(j) + 1] = std::min({changed, above + 1, row[size_t(j)] + 1});
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace

ApiError toApiError(const QueryError &error)
{
    ApiError result;
    result.kind = ApiError::Kind::Validation;
    result.code = error.code;
    result.http = 400;
    result.detail = u"%1 (column %2)"_s.arg(error.message).arg(error.column + 1);
    if (!error.suggestion.isEmpty())
        result.detail += u" Did you mean %1?"_s.arg(error.suggestion);
    result.fields = {{u"query"_s, result.detail}};
    return result;
}

QString nearest(QStringView wrong, const QStringList &candidates)
{
    if (wrong.isEmpty() || wrong.size() > longestGuess)
        return {};
    const QString lower = wrong.toString().toLower();
    const int allowed = qMax(1, int(lower.size()) / 3);
    int best = allowed + 1;
    QString result;
    for (const QString &candidate : candidates) {
        if (candidate.size() > longestGuess)
            continue;
        const int distance = edits(lower, candidate.toLower());
        if (distance < best) {
            best = distance;
            result = candidate;
        }
    }
    if (!result.isEmpty())
        return result;
    // "encryp" is far from "storage.encrypted" by edits, yet clear.
    for (const QString &candidate : candidates) {
        if (lower.size() >= 3 && candidate.contains(lower, Qt::CaseInsensitive))
            return candidate;
    }
    return {};
}

QStringList fieldNames(std::span<const Field> fields, bool withAliases)
{
    QStringList names;
    for (const Field &field : fields) {
        names.append(QString::fromLatin1(field.name));
        if (withAliases && field.alias)
            names.append(QString::fromLatin1(field.alias));
    }
    return names;
}

QStringList choiceTokens(const Field &field)
{
    QStringList tokens;
    for (size_t i = 1; i < field.choices.size(); ++i)
        tokens.append(QString::fromLatin1(field.choices[i].token));
    return tokens;
}

} // namespace belvedere
