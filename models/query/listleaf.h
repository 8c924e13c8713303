// Tests over lists of items, such as installed applications and certificates, which only checks make.
#pragma once

#include "query/ast.h"
#include "query/truth.h"

#include "base/version.h"

#include <optional>
#include <QDateTime>
#include <QStringList>

namespace belvedere {

// One entry of a reported list; what a list does not have stays empty.
struct ListItem {
    QString id; // bundle or package id, subject of a certificate, member of a set
    Version version;
    QString issuer;
    QDateTime end; // when it stops being valid
};

// Immutable after compiling. Ids and issuers are compared folded. An item whose version or end is not known leaves a
// test that hangs on it unknown.
class ListLeaf {
public:
    // Nothing when the test is not over a list or its values do not suit; parameters are bound before.
    static std::optional<ListLeaf> compile(const QueryTest &test, const QDateTime &now);

    Truth test(const std::vector<ListItem> &items) const;
    // A code of the compliance rules for a failed test: app_missing, app_outdated, app_present; else empty.
    QString reason(const std::vector<ListItem> &items) const;

private:
    struct Wanted {
        QString id; // folded
        QueryOp op = QueryOp::Is;
        QByteArray key; // empty: any version
    };
    static Truth fits(const Wanted &wanted, const ListItem &item, const QString &foldedId);
    Truth isThere(const Wanted &wanted, const std::vector<ListItem> &items) const;

    QueryOp m_op = QueryOp::Has;
    std::vector<Wanted> m_wanted;
    QDateTime m_limit; // Expires, Lasts
};

} // namespace belvedere
