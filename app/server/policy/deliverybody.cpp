// JSON for targets outside.
#include "server/policy/deliverybody.h"

#include <QJsonDocument>
#include <QMessageAuthenticationCode>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr qsizetype longestReference = 200;
constexpr qsizetype longestLink = 2'000;

QString moment(const QDateTime &time) { return time.toUTC().toString(Qt::ISODateWithMs); }

bool isPlain(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.isPrint(); });
}

} // namespace

QJsonObject deliveryBody(const RuleStep &step, const RuleResult &result, const Device &device, TargetKind kind)
{
    QJsonObject body{{u"id"_s, step.id.text}, {u"event"_s, u"rule.failing"_s},
        {u"rule"_s,
            QJsonObject{{u"id"_s, step.rule.text}, {u"name"_s, step.ruleName}, {u"version"_s, step.revision},
                {u"severity"_s, result.severity.token()}}},
        {u"device"_s,
            QJsonObject{{u"id"_s, device.id.text}, {u"name"_s, device.name}, {u"platform"_s, device.platform.token()}}},
        {u"first_failed_at"_s, moment(step.failingSince)}, {u"due_at"_s, moment(step.due)},
        {u"repetition"_s, step.number}};
    if (kind == TargetKind::Ticket) {
        body.insert("title"_L1, u"%1: %2"_s.arg(device.name, step.ruleName));
        body.insert("text"_L1,
            u"The device “%1” (%2) has not met the rule “%3” (%4) since %5."_s.arg(
                device.name, device.id.text, step.ruleName, step.rule.text, moment(step.failingSince)));
        body.insert("dedup_key"_L1, QString(step.rule.text + u':' + device.id.text));
    }
    return body;
}

QJsonObject testBody(const QString &id, const OutsideTarget &target, const QDateTime &now)
{
    QJsonObject body{{u"id"_s, id}, {u"event"_s, u"test"_s}, {u"first_failed_at"_s, moment(now)}};
    if (target.kind.value() == TargetKind::Ticket) {
        body.insert("title"_L1, u"Test of Belvedere"_s);
        body.insert("text"_L1, u"This is a test. No device has failed, and nothing has to be done."_s);
        body.insert("dedup_key"_L1, QString(u"test:"_s + target.id.text));
    }
    return body;
}

QByteArray deliverySignature(const QByteArray &body, const QByteArray &secret, qint64 seconds)
{
    const QByteArray time = QByteArray::number(seconds);
    QMessageAuthenticationCode code(QCryptographicHash::Sha256, secret);
    code.addData(time);
    code.addData(".");
    code.addData(body);
    return "t=" + time + ",v1=" + code.result().toHex();
}

TicketFacts ticketFacts(const QByteArray &answer)
{
    TicketFacts facts;
    const QJsonObject object = QJsonDocument::fromJson(answer).object();
    const QJsonValue id = object.value("id"_L1);
    const QString reference = id.isDouble() ? QString::number(id.toInteger()) : id.toString();
    if (reference.size() <= longestReference && isPlain(reference))
        facts.reference = reference;
    const QString link = object.value("url"_L1).toString();
    const QUrl url(link, QUrl::StrictMode);
    const bool isWeb = url.isValid() && !url.host().isEmpty() && url.userInfo().isEmpty()
        && (url.scheme() == "https"_L1 || url.scheme() == "http"_L1);
    if (isWeb && link.size() <= longestLink && isPlain(link))
        facts.link = link;
    return facts;
}

} // namespace belvedere::server
