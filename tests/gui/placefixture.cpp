// The scripted server.
#include "gui/placefixture.h"

#include "ui/common/fieldeditor.h"

#include <QJsonDocument>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace belvedere::test {

namespace {

QString nameOf(const WireRequest &request)
{
    return QString::fromLatin1(request.verb) + u' ' + request.url.path().mid(QLatin1StringView("/api/v1").size());
}

QByteArray linesOf(const QList<QJsonObject> &rows, int token)
{
    QByteArray lines;
    for (const QJsonObject &row : rows)
        lines += QJsonDocument(row).toJson(QJsonDocument::Compact) + '\n';
    return lines + "{\"token\":\"" + QByteArray::number(token) + "\",\"total\":" + QByteArray::number(rows.size())
        + "}\n";
}

} // namespace

void PlaceFixture::start(const QString &role)
{
    QSettings().clear();
    time = std::make_shared<FakeTime>();
    theme = std::make_unique<Theme>();
    window = std::make_unique<QWidget>();
    window->resize(1200, 900);
    window->show();
    toasts = std::make_unique<Toasts>(window.get());
    auto transport = std::make_unique<FakeTransport>();
    m_transport = transport.get();
    server = std::make_unique<FakeSite>(*m_transport);
    server->role = role;
    server->fillDevices(5);
    m_answers.clear();
    m_changes.clear();
    asked.clear();
    prompts = FakePrompts();
    navigator.forget();
    const auto serve = m_transport->handler;
    m_transport->handler = [this, serve](const WireRequest &request) {
        const QString name = nameOf(request);
        asked.append(name);
        if (request.verb != "GET" && !request.url.path().contains("/session"_L1))
            m_changes.append(request);
        const auto it = m_answers.constFind(name);
        if (it != m_answers.constEnd())
            return (*it)(request);
        return name.endsWith("/stream"_L1) && name != "GET /devices/stream"_L1 ? linesReply(linesOf({}, m_token))
                                                                               : serve(request);
    };
    Site::Setup setup;
    setup.secrets = &m_secrets;
    setup.transport = std::move(transport);
    setup.environment = fakeEnvironment(time);
    site = std::make_unique<Site>(newSite(QUrl(u"https://mdm.example.org"_s), u"Site"_s), std::move(setup));
    site->signIn(server->email, server->password, false);
    QTRY_VERIFY(m_transport->following());
    m_transport->following()->startStream("text/event-stream");
    QTRY_COMPARE(site->state(), Site::State::Online);
}

void PlaceFixture::stop()
{
    toasts.reset();
    window.reset();
    site.reset();
    theme.reset();
}

void PlaceFixture::answer(const QString &request, const WireReply &reply)
{
    m_answers.insert(request, [reply](const WireRequest &) { return reply; });
}

void PlaceFixture::fillList(const QString &path, const QList<QJsonObject> &rows)
{
    const QByteArray lines = linesOf(rows, ++m_token);
    answer(QString(u"GET /"_s + path + u"/stream"_s), linesReply(lines));
}

void PlaceFixture::changeList(const QString &path, const QString &kind, const QList<QJsonObject> &rows)
{
    fillList(path, rows);
    for (FakeExchange *exchange : m_transport->open()) {
        if (exchange->request.url.path().endsWith("/events"_L1))
            exchange->piece("id: " + QByteArray::number(m_token) + "\ndata: {\"kind\":\"" + kind.toUtf8()
                + "\",\"id\":\"" + rows.first().value("id"_L1).toString().toUtf8() + "\",\"op\":\"put\"}\n\n");
    }
}

Place *PlaceFixture::enter(const PlaceEntry &entry, const QVariantMap &arguments)
{
    PlaceContext context{
        *site, prompts, navigator, *toasts, *theme, Allowed(Coded<Role>::fromToken(server->role).value())};
    Place *place = entry.make(context);
    place->setParent(window.get());
    place->resize(window->size());
    place->show();
    place->shown(arguments);
    return place;
}

QPushButton *PlaceFixture::button(const QWidget *parent, const QString &text)
{
    for (QPushButton *candidate : parent->findChildren<QPushButton *>()) {
        if (candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

QLineEdit *PlaceFixture::edit(const QWidget *parent, const QString &field)
{
    auto *editor = parent->findChild<FieldEditor *>(field);
    return editor ? editor->findChild<QLineEdit *>() : nullptr;
}

void PlaceFixture::type(QLineEdit *edit, const QString &text)
{
    edit->selectAll();
    QTest::keyClick(edit, Qt::Key_Delete);
    QTest::keyClicks(edit, text);
}

QAction *PlaceFixture::action(const QWidget *place, const QString &text)
{
    for (QAction *action : place->actions()) {
        if (action->text() == text)
            return action;
    }
    return nullptr;
}

QList<WireRequest> PlaceFixture::changes(const QString &request) const
{
    QList<WireRequest> list;
    for (const WireRequest &change : m_changes) {
        if (request.isEmpty() || nameOf(change) == request)
            list.append(change);
    }
    return list;
}

} // namespace belvedere::test
