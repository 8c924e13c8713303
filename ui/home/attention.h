// Attention: how many devices match each query that somebody should look at.
#pragma once

#include "sites/site.h"
#include "ui/common/severity.h"
#include "ui/records/tallies.h"

#include <QObject>

namespace belvedere {

struct AttentionItem {
    const char *id;
    Severity severity; // while it counts something
    QString text; // "Not seen for a week": a whole phrase
    QString query; // what is behind the number
    const char *place = "devices"; // where the query is asked
    qint64 count = 0;
};

class Attention final : public QObject {
    Q_OBJECT
public:
    // `site` outlives this. Counts again whenever the list of devices changes.
    Attention(Site &site, QList<AttentionItem> items, QObject *parent = nullptr);
    // What somebody should look at.
    static QList<AttentionItem> worries();
    // The fleet by platform.
    static QList<AttentionItem> platforms();
    const QList<AttentionItem> &items() const { return m_items; }
    qint64 devices() const;
    bool isSettled() const { return m_tallies.isSettled(); }

Q_SIGNALS:
    void changed();

private:
    void count();
    Site &m_site;
    QList<AttentionItem> m_items;
    Tallies m_tallies; // one for each item
};

} // namespace belvedere
