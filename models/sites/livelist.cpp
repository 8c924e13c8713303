// Loading, deltas, and what happens when either fails.
#include "sites/livelist.h"

#include "rest/wire.h"

#include <QPointer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace belvedere {

namespace {

constexpr qsizetype spareBytes = 256 * 1024; // added at a time to a part in which no line has ended yet

} // namespace

LiveList::LiveList(std::span<const Field> fields, Fetch fetch, Environment environment, QObject *parent)
    : QObject(parent)
    , m_fetch(std::move(fetch))
    , m_environment(std::move(environment))
    , m_store(fields)
{
    connect(&m_store, &TableStore::loaded, this, &LiveList::applied);
    connect(&m_store, &TableStore::held, this, &LiveList::applied);
    connect(&m_store, &TableStore::changed, this,
        [this](const RowChanges &, const LineReport &report) { applied(report); });
    connect(&m_store, &TableStore::restored, this, &LiveList::restored);
}

void LiveList::open()
{
    if (m_state == State::Empty || m_state == State::Failed)
        retry();
}

void LiveList::openFrom(TableStore::Restore restore)
{
    if (m_state != State::Empty) {
        open();
        return;
    }
    m_asking = true;
    setState(State::Loading);
    m_given.push_back({m_round, Step::Restore});
    m_store.restore(std::move(restore));
}

void LiveList::restored(const std::optional<KeptSnapshot> &kept)
{
    const Given given = m_given.front();
    m_given.pop_front();
    if (given.round != m_round)
        return;
    if (kept) {
        m_kept = kept;
        m_token = kept->token;
        m_isUnproven = true;
        setState(State::Stale);
    }
    ask(m_token);
}

QDateTime LiveList::asOf() const
{
    if (m_state == State::Ready)
        return m_environment.clock->now();
    return m_kept ? m_kept->asOf : QDateTime();
}

std::optional<KeptSnapshot> LiveList::kept() const
{
    std::optional<KeptSnapshot> kept = m_kept;
    if (kept)
        kept->asOf = asOf();
    return kept;
}

void LiveList::touch()
{
    if (m_state == State::Empty || m_state == State::Failed)
        return;
    m_touched = true;
    schedule(interval);
}

void LiveList::retry()
{
    if (m_asking)
        return;
    m_failures = 0;
    ++m_timer;
    m_scheduled = false;
    if (m_token.isEmpty())
        setState(State::Loading);
    askForNews();
}

void LiveList::setReachable(bool reachable)
{
    if (std::exchange(m_reachable, reachable) == reachable)
        return;
    if (!reachable && m_state == State::Ready)
        setState(State::Stale);
    else if (reachable && m_state != State::Empty)
        retry();
}

void LiveList::clear()
{
    ++m_round;
    ++m_timer;
    m_asking = m_touched = m_scheduled = m_hasParts = false;
    m_arrived.clear();
    m_isUnproven = m_needsAll = false;
    m_token.clear();
    m_kept.reset();
    m_error.reset();
    m_failures = 0;
    m_badLines = 0;
    give({}, Way::Load, Step::Part); // behind whatever is being decoded
    setState(State::Empty);
}

void LiveList::ask(const QString &since)
{
    m_asking = true;
    m_touched = false;
    m_arrived.clear();
    m_endOfLines = 0;
    m_isCut = false;
    m_hasParts = false;
    m_partBytes = m_showAtBytes = firstPartBytes;
    m_givenBytes = 0;
    m_badLinesBefore = 0;
    m_partToken.clear();
    CallOptions options;
    options.priority = since.isEmpty() ? Priority::Foreground : Priority::Background;
    const quint64 round = m_round;
    if (m_token.isEmpty()) {
        options.received = [self = QPointer<LiveList>(this), round](const QByteArray &piece) {
            if (self && round == self->m_round)
                self->onPiece(piece);
        };
    }
    m_fetch(since, std::move(options), this, [this, since, round](const Result<QByteArray> &lines) {
        if (round == m_round)
            answered(since, lines);
    });
}

void LiveList::onPiece(const QByteArray &piece)
{
    // A window that was busy finds everything in one piece; its first rows should not have to wait for all of it.
    for (qsizetype at = 0; at < piece.size();) {
        const qsizetype missing = m_partBytes - m_arrived.size();
        const qsizetype count = std::min(piece.size() - at, missing > 0 ? missing : spareBytes);
        take(QByteArrayView(piece).sliced(at, count));
        at += count;
        if (m_arrived.size() >= m_partBytes)
            givePart();
    }
}

// Only what is new is looked at: a line may come in any number of pieces.
void LiveList::take(QByteArrayView bytes)
{
    if (m_isCut) {
        const qsizetype end = bytes.indexOf('\n');
        if (end < 0)
            return;
        m_isCut = false;
        bytes = bytes.sliced(end);
    }
    if (const qsizetype end = bytes.lastIndexOf('\n') + 1; end > 0)
        m_endOfLines = m_arrived.size() + end;
    m_arrived.append(bytes);
    // One byte more than a line may have is enough for it to be refused.
    if (m_arrived.size() - m_endOfLines > LineReader::maximumLine + 1) {
        m_arrived.truncate(m_endOfLines + LineReader::maximumLine + 1);
        m_isCut = true;
    }
}

void LiveList::givePart()
{
    const qsizetype end = std::exchange(m_endOfLines, 0);
    if (end == 0)
        return;
    m_givenBytes += end;
    const QDateTime now = m_environment.clock->now();
    const bool isShown = !m_hasParts || m_givenBytes >= m_showAtBytes
        || std::chrono::milliseconds(m_lastShown.msecsTo(now)) >= longestHold;
    if (isShown) {
        m_showAtBytes = m_givenBytes * 4;
        m_lastShown = now;
    }
    m_partBytes = std::min(largestPartBytes, m_partBytes * 4);
    QByteArray next = m_store.takeRoom();
    next.reserve(m_partBytes + spareBytes);
    next.append(m_arrived.constData() + end, m_arrived.size() - end);
    m_arrived.truncate(end);
    give(std::exchange(m_arrived, std::move(next)), m_hasParts ? Way::Append : Way::Load, Step::Part,
        isShown ? TableStore::Showing::Now : TableStore::Showing::Later);
    m_hasParts = true;
}

void LiveList::answered(const QString &since, const Result<QByteArray> &lines)
{
    if (!lines) {
        m_asking = false;
        m_arrived.clear();
        // The token is too old: only everything brings us up to date.
        if (lines.error().http == 410 && !since.isEmpty()) {
            setState(State::Stale);
            ask({});
        } else {
            failed(lines.error());
        }
        return;
    }
    // In parts, the answer itself is empty.
    QByteArray bytes = lines.value().isEmpty() ? std::exchange(m_arrived, {}) : lines.value();
    give(std::move(bytes), !since.isEmpty() ? Way::Merge : m_hasParts ? Way::Append : Way::Load, Step::Answer);
}

void LiveList::give(QByteArray lines, Way way, Step step, TableStore::Showing showing)
{
    m_given.push_back({m_round, step});
    switch (way) {
    case Way::Load:
        m_store.load(std::move(lines), showing);
        break;
    case Way::Append:
        m_store.append(std::move(lines), showing);
        break;
    case Way::Merge:
        m_store.merge(std::move(lines));
        break;
    }
}

void LiveList::applied(const LineReport &report)
{
    const Given given = m_given.front();
    if (given.step == Step::Restore)
        return; // restored() follows
    m_given.pop_front();
    if (given.round != m_round)
        return;
    if (given.step == Step::Part) {
        m_badLinesBefore += report.badLines;
        m_partToken = report.token; // the last line may arrive with the last part
        return;
    }
    m_asking = false;
    const QString token = report.isComplete() ? report.token : m_partToken;
    if (token.isEmpty()) {
        failed(wireError(ApiError::Kind::Transport, u"lines.incomplete"_s, u"The list ended before its last line."_s));
        return;
    }
    m_token = token;
    const bool wasUnproven = std::exchange(m_isUnproven, false);
    if (wasUnproven && report.total && *report.total != m_store.total()) {
        // The change numbers are those of another history, e.g. of a server that was restored from a copy.
        m_needsAll = true;
        ask({});
        return;
    }
    m_needsAll = false; // while it was set, everything was asked for
    m_kept = KeptSnapshot{m_store.snapshot(), token, m_environment.clock->now()};
    m_badLines = m_badLinesBefore + report.badLines;
    m_failures = 0;
    m_error.reset();
    setState(m_reachable ? State::Ready : State::Stale);
    if (m_touched)
        schedule(interval);
}

void LiveList::failed(const ApiError &error)
{
    using Kind = ApiError::Kind;
    m_error = error;
    const bool hasRows = !m_token.isEmpty();
    const bool isFinal = error.kind == Kind::Forbidden || error.kind == Kind::Unauthorized || error.kind == Kind::Tls
        || error.kind == Kind::NotFound;
    if (error.kind == Kind::Forbidden)
        m_kept.reset(); // shown until the window is left, but not kept any longer
    const State next = hasRows ? State::Stale : isFinal ? State::Failed : m_state;
    if (next != m_state)
        setState(next);
    else
        Q_EMIT stateChanged(m_state); // there is an error now
    if (isFinal)
        return;
    ++m_failures;
    if (!hasRows && m_failures > 1)
        setState(State::Failed);
    // 2 s, 4 s … 32 s, spread over the upper half.
    const double ceiling = 1'000.0 * double(1 << std::min(m_failures, 5));
    m_touched = true;
    schedule(std::chrono::milliseconds(qint64(ceiling * (0.5 + 0.5 * m_environment.random()))));
}

void LiveList::schedule(std::chrono::milliseconds delay)
{
    if (m_scheduled || m_asking)
        return;
    m_scheduled = true;
    m_environment.scheduler->after(delay, this, [this, timer = ++m_timer] {
        if (timer != m_timer)
            return;
        m_scheduled = false;
        next();
    });
}

void LiveList::next()
{
    if (m_touched && !m_asking)
        askForNews();
}

void LiveList::setState(State state)
{
    if (m_state == State::Ready && m_kept)
        m_kept->asOf = m_environment.clock->now();
    if (std::exchange(m_state, state) != state)
        Q_EMIT stateChanged(state);
}

} // namespace belvedere
