// LiveList: the whole list of one resource, loaded once and kept up to date by deltas.
#pragma once

#include "rest/environment.h"
#include "rest/plan.h"
#include "table/tablestore.h"

#include <deque>

namespace belvedere {

class LiveList final : public QObject {
    Q_OBJECT
public:
    enum class State {
        Empty, // not asked for
        Loading, // the first time; the store may already show the first rows
        Ready,
        Stale, // shows what was last known; being renewed, or the server cannot be reached
        Failed, // nothing to show
    };
    Q_ENUM(State)

    using Lines = std::function<void(const Result<QByteArray> &)>;
    // Asks the server for everything (`since` empty) or what changed, and calls back later; never once `owner` is gone.
    using Fetch = std::function<void(const QString &since, CallOptions, QObject *owner, Lines)>;

    static constexpr std::chrono::milliseconds interval{100}; // between two deltas, at least
    // A first load is read in parts while it arrives, the first one small. What has been read is shown when it is
    // four times as much as the last time or when that was a while ago: each time everything has to be put in order.
    static constexpr qsizetype firstPartBytes = 64 * 1024;
    static constexpr qsizetype largestPartBytes = 2 * 1024 * 1024;
    static constexpr std::chrono::milliseconds longestHold{2'000};

    LiveList(std::span<const Field> fields, Fetch fetch, Environment environment, QObject *parent = nullptr);

    TableStore &store() { return m_store; }
    State state() const { return m_state; }
    // When the rows were last known to be the server's; invalid while there are none.
    QDateTime asOf() const;
    // The last rows that were complete, to be kept; nothing before.
    std::optional<KeptSnapshot> kept() const;
    // Of the last failure, while the state is Stale or Failed.
    const std::optional<ApiError> &error() const { return m_error; }
    qint64 badLines() const { return m_badLines; } // rows that the last answer held but that could not be read

    // Loads everything unless that was done or is under way.
    void open();
    // The same, but starts with what was kept, if there is something, and then asks for what changed since.
    void openFrom(TableStore::Restore restore);
    // Something changed: a delta follows, soon and once for many calls.
    void touch();
    // Tries again now after a failure.
    void retry();
    // The connection went or came; what is shown stays.
    void setReachable(bool reachable);
    // Forgets everything, for another account.
    void clear();

Q_SIGNALS:
    void stateChanged(belvedere::LiveList::State state); // or error()

private:
    void ask(const QString &since);
    void askForNews() { ask(m_needsAll ? QString() : m_token); }
    void answered(const QString &since, const Result<QByteArray> &lines);
    void onPiece(const QByteArray &piece);
    void take(QByteArrayView bytes);
    void givePart();
    enum class Way { Load, Append, Merge };
    enum class Step : quint8 { Part, Answer, Restore };
    void give(QByteArray lines, Way way, Step step, TableStore::Showing showing = TableStore::Showing::Now);
    void applied(const LineReport &report);
    void restored(const std::optional<KeptSnapshot> &kept);
    void failed(const ApiError &error);
    void schedule(std::chrono::milliseconds delay);
    void next();
    void setState(State state);

    Fetch m_fetch;
    Environment m_environment;
    TableStore m_store;
    State m_state = State::Empty;
    std::optional<ApiError> m_error;
    QByteArray m_arrived; // of a first load, not yet given to the store
    qsizetype m_endOfLines = 0; // bytes of it that are whole lines
    bool m_isCut = false; // its last line is too long, and what follows of it is left out
    qsizetype m_partBytes = firstPartBytes; // when the next part is given
    qsizetype m_givenBytes = 0; // in parts, so far
    qsizetype m_showAtBytes = firstPartBytes; // given, when they are shown next
    QDateTime m_lastShown; // when a part was given to be shown
    QString m_token; // change token of what the store holds
    quint64 m_round = 0; // counts clear(); answers of an older round mean nothing
    struct Given {
        quint64 round;
        Step step;
    };
    std::deque<Given> m_given; // what the store has not reported on yet
    quint64 m_timer = 0; // counts schedules; older ones mean nothing
    std::optional<KeptSnapshot> m_kept;
    qint64 m_badLines = 0;
    qint64 m_badLinesBefore = 0; // in the parts before the last one
    QString m_partToken; // change token of the answer under way, once a part brought its last line
    int m_failures = 0; // in a row
    bool m_asking = false; // an answer is under way or being applied
    bool m_touched = false;
    bool m_scheduled = false;
    bool m_hasParts = false; // the store holds the first parts of the answer under way
    bool m_reachable = true;
    bool m_isUnproven = false; // no answer has confirmed the kept rows yet
    bool m_needsAll = false; // the rows are of another history than the server's; until all of its rows came
};

} // namespace belvedere
