// FakeSite: the state of a small server behind a FakeTransport: accounts, tokens, records, changes, events.
#pragma once

#include "support/faketransport.h"

#include <map>
#include <QSet>

namespace belvedere::test {

class FakeSite {
public:
    explicit FakeSite(FakeTransport &transport);

    QString email = QStringLiteral("anna@example.org");
    QString password = QStringLiteral("correct horse");
    QString role = QStringLiteral("helpdesk");
    QString account = QStringLiteral("acc-1");
    bool passwordChangeDue = false;
    bool down = false; // nobody answers
    bool cutLines = false; // lists end without their last line

    // "dev-3" with this name; tells whoever follows the events.
    void putDevice(int number, const QString &name);
    void removeDevice(int number);
    void fillDevices(int count); // without events
    void restart(); // open streams end; access tokens stay good
    void forgetChanges() { m_oldest = m_token; } // older tokens get 410
    void endSessions(); // no token is good any more
    void endAccessTokens() { m_access.clear(); }

    int refreshes = 0;
    QStringList streams; // the `since` of every request for a list
    qint64 token() const { return m_token; }
    bool isRefreshToken(const QString &token) const { return m_refresh.contains(token); }

private:
    WireReply serve(const WireRequest &request);
    WireReply session();
    WireReply devices(const QString &since);
    void change(const QString &id, const QByteArray &line, bool removed);
    QList<FakeExchange *> followers() const;

    struct Row {
        QByteArray line;
        qint64 token;
    };
    FakeTransport &m_transport;
    std::map<QString, Row> m_rows; // removed ones included
    QSet<QString> m_access;
    QSet<QString> m_refresh;
    int m_sessions = 0;
    qint64 m_token = 100;
    qint64 m_oldest = 0;
};

} // namespace belvedere::test
