// The schedule of a simulated fleet.
#include "agent/simulate/simulator.h"

#include "agent/client/pace.h"
#include "agent/log.h"

#include <QRandomGenerator>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int requestsPerClient = 6;
constexpr int maximumTries = 4; // of one turn when rounds are counted
constexpr int maximumFollowUps = 8; // check-ins of one turn
constexpr int saveAfter = 500; // enrolments

double random() { return QRandomGenerator::global()->generateDouble(); }

} // namespace

// What one device does from its first call to the answer after which it may wait.
struct Simulator::Turn {
    int device = 0;
    int place = 0;
    int tries = 0;
    int followUps = 0;
};

Simulator::Simulator(SimulatorSetup setup, const RootDir &state, QObject *parent)
    : QObject(parent)
    , m_setup(std::move(setup))
    , m_state(state)
    , m_today(QDateTime::currentDateTimeUtc().date().startOfDay(Qt::UTC))
{
    m_devices.reserve(size_t(m_setup.devices));
    for (int i = 0; i < m_setup.devices; ++i)
        m_devices.emplace_back(m_setup.seed, i, m_today, m_setup.failing);
    for (int place = 0; place < concurrency; ++place) {
        if (place % requestsPerClient == 0)
            m_clients.push_back(std::make_unique<HttpClient>(m_setup.server));
        m_freePlaces.push_back(place);
    }
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Simulator::fill);
}

Simulator::~Simulator() = default;

void Simulator::start()
{
    const Result<Done> loaded = load();
    if (!loaded) {
        logLine(loaded.error().detail);
        return end(false);
    }
    const auto stranger = [](const SimulatedDevice &device) { return device.device.isEmpty(); };
    const auto strangers = std::count_if(m_devices.begin(), m_devices.end(), stranger);
    if (strangers > 0 && m_setup.token.isEmpty()) {
        logLine(u"%1 devices have not enrolled: an enrolment token is needed."_s.arg(strangers));
        return end(false);
    }
    logLine(u"Simulating %1 devices, seed %2, %3 to enrol."_s.arg(m_setup.devices).arg(m_setup.seed).arg(strangers));
    beginRound();
}

void Simulator::beginRound()
{
    ++m_round;
    m_failures = 0;
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (int i = 0; i < m_setup.devices; ++i)
        m_due.emplace(now, i);
    m_timer.start(0);
}

void Simulator::fill()
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    while (!m_ended && !m_freePlaces.empty() && !m_due.empty() && m_due.top().first <= now) {
        const int index = m_due.top().second;
        m_due.pop();
        SimulatedDevice &device = m_devices[size_t(index)];
        ++device.turn;
        if (device.isAway(device.turn) && !device.device.isEmpty()) {
            if (m_setup.rounds == 0)
                m_due.emplace(now + nextDelay(600, random()), index);
            continue;
        }
        auto turn = std::make_shared<Turn>(Turn{index, m_freePlaces.back(), 0, 0});
        m_freePlaces.pop_back();
        if (device.device.isEmpty())
            enrol(turn);
        else
            checkIn(turn);
    }
    if (m_ended)
        return;
    if (!m_due.empty()) {
        if (!m_freePlaces.empty())
            m_timer.start(int(qBound(qint64(0), m_due.top().first - now, qint64(60'000))));
        return;
    }
    if (m_freePlaces.size() < size_t(concurrency) || m_setup.rounds == 0)
        return;
    const Result<Done> saved = save();
    if (!saved)
        logLine(saved.error().detail);
    logLine(u"Round %1 done, %2 failed."_s.arg(m_round).arg(m_failures));
    if (!saved || m_round >= m_setup.rounds)
        return end(saved && m_failures == 0);
    beginRound();
}

void Simulator::enrol(const std::shared_ptr<Turn> &turn)
{
    const SimulatedDevice &device = m_devices[size_t(turn->device)];
    m_clients[size_t(turn->place / requestsPerClient)]->post(QString::fromLatin1(enrolPath), {},
        toJson(device.enrolRequest(m_setup.token)), [this, turn](const Result<QJsonObject> &object) {
            const Result<EnrolAnswer> answer =
                object.andThen([](const QJsonObject &o) { return fromJson<EnrolAnswer>(o); });
            if (!answer)
                return failed(turn, answer.error());
            SimulatedDevice &enrolled = m_devices[size_t(turn->device)];
            enrolled.device = answer.value().device;
            enrolled.secret = answer.value().secret;
            enrolled.sendAll();
            if (++m_unsaved >= saveAfter) {
                if (const Result<Done> saved = save(); !saved)
                    logLine(saved.error().detail);
            }
            checkIn(turn);
        });
}

void Simulator::checkIn(const std::shared_ptr<Turn> &turn)
{
    SimulatedDevice &device = m_devices[size_t(turn->device)];
    const CheckIn message = device.checkIn(QDateTime::currentDateTimeUtc());
    m_clients[size_t(turn->place / requestsPerClient)]->post(QString::fromLatin1(checkInPath),
        "Bearer " + device.device.toLatin1() + '.' + device.secret.toLatin1(), toJson(message),
        [this, turn, message](const Result<QJsonObject> &object) {
            const Result<CheckInAnswer> answer =
                object.andThen([](const QJsonObject &o) { return fromJson<CheckInAnswer>(o); });
            if (!answer)
                return failed(turn, answer.error());
            SimulatedDevice &sender = m_devices[size_t(turn->device)];
            const bool again = sender.accepted(message, answer.value(), QDateTime::currentDateTimeUtc(), m_journal);
            if (again && ++turn->followUps < maximumFollowUps)
                return checkIn(turn);
            finish(turn, nextDelay(answer.value().next, random()));
        });
}

void Simulator::failed(const std::shared_ptr<Turn> &turn, const ApiError &error)
{
    const bool passing = error.http == 0 || error.http == 429 || error.http == 408 || error.http >= 500;
    ++turn->tries;
    if (m_devices[size_t(turn->device)].device.isEmpty() && !passing) {
        logLine(u"Enrolment refused: "_s + error.code + u": "_s + error.detail);
        return end(false); // the token is the same for all
    }
    const bool again = passing && (m_setup.rounds == 0 || turn->tries < maximumTries);
    if (!again) {
        ++m_failures;
        if (m_failures <= 3)
            logLine(u"Turn failed: "_s + error.code + u": "_s + error.detail);
        return finish(turn, retryDelay(9, random()));
    }
    int delay = retryDelay(turn->tries, random());
    if (error.retryAfter)
        delay = qMax(delay, *error.retryAfter * 1'000);
    QTimer::singleShot(delay, this, [this, turn] {
        if (m_ended)
            return;
        m_devices[size_t(turn->device)].device.isEmpty() ? enrol(turn) : checkIn(turn);
    });
}

void Simulator::finish(const std::shared_ptr<Turn> &turn, int next)
{
    if (m_ended)
        return;
    m_freePlaces.push_back(turn->place);
    if (m_setup.rounds == 0) {
        const bool late = m_devices[size_t(turn->device)].temper() == Temper::Late;
        m_due.emplace(QDateTime::currentMSecsSinceEpoch() + (late ? 5 : 1) * qint64(next), turn->device);
        if (m_unsaved > 0 && m_due.size() == m_devices.size()) {
            if (const Result<Done> saved = save(); !saved)
                logLine(saved.error().detail);
        }
    }
    m_timer.start(0);
}

void Simulator::end(bool success)
{
    if (m_ended)
        return;
    m_ended = true;
    m_timer.stop();
    if (m_unsaved > 0) {
        if (const Result<Done> saved = save(); !saved)
            success = false;
    }
    Q_EMIT ended(success);
}

} // namespace belvedere
