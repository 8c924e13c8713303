// Change numbers.
#include "server/store/transaction.h"

#include <QVariant>

using namespace Qt::StringLiterals;

namespace belvedere::server {

Result<qint64> Transaction::nextToken()
{
    const Result<QVariant> token =
        m_database.value(u"UPDATE change_counter SET token = token + 1 WHERE one = 1 RETURNING token"_s);
    if (!token)
        return token.error();
    return token.value().toLongLong();
}

} // namespace belvedere::server
