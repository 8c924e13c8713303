// ConnectionLabel: in words and with an icon, how the window stands with its server.
#pragma once

#include <QWidget>

class QLabel;

namespace belvedere {

class Label;

enum class Connection : quint8 {
    Connecting,
    Online, // changes arrive as they happen
    Delayed, // connected, but changes are fetched at intervals only
    Offline, // what is shown comes from the cache
    SignedOut,
};

class ConnectionLabel : public QWidget {
    Q_OBJECT
public:
    explicit ConnectionLabel(QWidget *parent = nullptr);
    // `detail` becomes the tool tip, e.g. what went wrong; `asOf` says how old the data is and stands beside the state.
    void set(Connection state, const QString &detail = {}, const QString &asOf = {});
    Connection state() const { return m_state; }
    QString text() const;
    // Without words when there is little room; then the words are the tool tip.
    void setCompact(bool compact);

protected:
    void changeEvent(QEvent *event) override;

private:
    void refresh();
    QString stateText() const;
    Connection m_state = Connection::Connecting;
    QString m_detail;
    QString m_asOf;
    bool m_compact = false;
    QLabel *m_icon;
    Label *m_text;
};

} // namespace belvedere
