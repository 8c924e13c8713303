// Enrolment and the check-in loop.
#include "agent/client/session.h"

#include "agent/client/pace.h"
#include "agent/log.h"
#include "base/digest.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int contentDays = 7; // what was fetched in part waits that long for its command to come again
constexpr int maximumImmediate = 32; // check-ins without a pause, against a server that never has enough

double random() { return QRandomGenerator::global()->generateDouble(); }

QString describe(const ApiError &error) { return error.code + u": " + error.detail; }

} // namespace

Session::Session(SessionSetup setup, const RootDir &state, Journal &journal, Executor &executor, QObject *parent)
    : QObject(parent)
    , m_setup(std::move(setup))
    , m_state(state)
    , m_journal(journal)
    , m_executor(executor)
    , m_http(m_setup.server)
    , m_queue(m_http, executor)
{
    connect(&m_queue, &WorkQueue::finished, this, &Session::worked);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { m_identity ? checkIn() : enrol(); });
}

void Session::start()
{
    const auto found = loadIdentity(m_state);
    if (!found) {
        logLine(describe(found.error()));
        return end(false);
    }
    if (found.value() && (*found.value())->server == m_setup.server.url)
        m_identity = *found.value();
    else if (found.value())
        logLine(u"The state belongs to another server; enrolling anew."_s);
    if (!m_identity && m_setup.token.isEmpty()) {
        logLine(u"This device has not enrolled: an enrolment token is needed."_s);
        return end(false);
    }
    const Result<Done> recovered = m_executor.recover();
    if (!recovered) {
        logLine(describe(recovered.error()));
        return end(false);
    }
    m_executor.work().content().removeOlder(QDateTime::currentDateTime().addDays(-contentDays));
    m_timer.start(0);
}

void Session::enrol()
{
    const Facts facts = m_setup.facts();
    EnrolRequest request;
    request.token = m_setup.token;
    request.name = facts.device.name.isEmpty() ? u"unnamed"_s : facts.device.name;
    request.hardwareId = facts.device.hardwareId;
    request.serial = facts.device.serial;
    request.macs = facts.macs;
    request.platform = facts.device.platform;
    request.agentVersion = QStringLiteral(BELVEDERE_VERSION);
    m_http.post(QString::fromLatin1(enrolPath), {}, toJson(request), [this](const Result<QJsonObject> &object) {
        const Result<EnrolAnswer> answer =
            object.andThen([](const QJsonObject &o) { return fromJson<EnrolAnswer>(o); });
        if (answer)
            enrolled(answer.value());
        else
            failed(answer.error());
    });
}

void Session::enrolled(const EnrolAnswer &answer)
{
    auto identity = std::make_shared<Identity>();
    identity->server = m_setup.server.url;
    identity->fingerprint = m_setup.server.fingerprint;
    identity->device = answer.device;
    identity->secret = Secret(answer.secret.toLatin1());
    m_tokenUsed = true;
    const Result<Done> saved = saveIdentity(m_state, *identity);
    const Result<Done> cleared = saved ? m_journal.clear() : saved;
    if (!cleared) {
        logLine(describe(cleared.error()));
        return end(false);
    }
    m_queue.clear(); // what the other server wanted
    logLine(u"Enrolled as "_s + answer.device);
    m_identity = identity;
    m_failures = 0;
    m_reporter = Reporter();
    m_reporter.sendAll();
    checkIn();
}

void Session::checkIn()
{
    if (const Result<Done> observed = m_executor.observe(); !observed)
        logLine(describe(observed.error()));
    Facts facts = m_setup.facts();
    const auto items = m_executor.work().items();
    if (items)
        facts.items = items.value();
    else
        logLine(describe(items.error()));
    CheckIn message;
    message.asOf = QDateTime::currentDateTime();
    message.bootId = facts.device.bootId;
    message.agentVersion = QStringLiteral(BELVEDERE_VERSION);
    if (m_executor.takeSyncRequest())
        m_reporter.sendAll();
    m_reporter.fill(message, sections(facts));
    message.results = m_journal.pending(maximumResults);
    m_isTalking = true;
    m_http.post(QString::fromLatin1(checkInPath), m_identity->authorization(), toJson(message),
        [this, message](const Result<QJsonObject> &object) {
            m_isTalking = false;
            const Result<CheckInAnswer> answer =
                object.andThen([](const QJsonObject &o) { return fromJson<CheckInAnswer>(o); });
            if (answer)
                answered(message, answer.value());
            else
                failed(answer.error());
        });
}

void Session::answered(const CheckIn &sent, const CheckInAnswer &answer)
{
    m_failures = 0;
    ++m_rounds;
    if (m_rounds == 1)
        logLine(u"Checked in."_s);
    const Result<Done> acknowledged = m_journal.acknowledge(sent.results);
    if (!acknowledged)
        return failed(acknowledged.error());
    bool again = m_reporter.accepted(sent, answer);
    for (const Command &command : answer.commands) {
        if (!take(command))
            return; // it will be delivered again
    }
    again = again || !m_journal.pending(1).isEmpty();
    if (m_journal.pending(1).isEmpty() && !m_executor.isRecovering())
        m_queue.resume(m_identity->authorization()); // the server knows that they have been begun
    m_immediate = again ? m_immediate + 1 : 0;
    if (again && m_immediate < maximumImmediate)
        return m_timer.start(0);
    if (m_setup.once && m_queue.isIdle())
        return end(!again);
    m_timer.start(nextDelay(answer.next, random()));
}

bool Session::take(const Command &command)
{
    const bool isKnown = m_journal.find(command.id) != nullptr;
    Result<Done> taken = Done{};
    if (!isKnown && Executor::takesLong(command.kind.value())) {
        // the server hears first that it has begun
        const Result<bool> begun = m_executor.begin(command);
        if (begun && begun.value())
            m_queue.add(command);
        taken = begun.map([](bool) { return Done{}; });
    } else if (!isKnown || m_journal.find(command.id)->isFinished()) {
        taken = m_executor.carryOut(command);
    }
    if (!taken) {
        failed(taken.error());
        return false;
    }
    if (!isKnown)
        logEnd(command.id);
    return true;
}

void Session::logEnd(const QString &command)
{
    if (const JournalEntry *entry = m_journal.find(command))
        logLine(
            u"Command %1 (%2): %3 %4"_s.arg(command, entry->kind, entry->result.outcome.token(), entry->result.code));
}

void Session::worked(const QString &command, const CommandEnd &ended)
{
    if (!m_journal.find(command))
        return; // of an identity that was given up
    if (const Result<Done> written = m_executor.end(command, ended); !written)
        return failed(written.error()); // the next start observes how it went
    logEnd(command);
    if (!m_isTalking)
        m_timer.start(0); // somebody waits for it
}

void Session::failed(const ApiError &error)
{
    ++m_failures;
    logLine((m_identity ? u"Check-in failed: "_s : u"Enrolment failed: "_s) + describe(error));
    if (error.http == 401 && m_identity && !m_setup.token.isEmpty() && !m_tokenUsed) {
        // the server no longer knows this device, and we were given the right to come anew
        m_identity.reset();
        return m_timer.start(0);
    }
    const bool refused = !m_identity && error.http >= 400 && error.http < 500 && error.http != 429 && error.http != 408;
    if (m_setup.once || refused)
        return end(false); // a refused token does not become good by waiting
    int delay = retryDelay(m_failures, random());
    if (error.retryAfter)
        delay = qMax(delay, nextDelay(*error.retryAfter, random()));
    m_timer.start(delay);
}

void Session::end(bool success)
{
    m_timer.stop();
    Q_EMIT ended(success);
}

} // namespace belvedere
