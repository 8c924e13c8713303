// PlaceFixture: a window with a real site over a small scripted server, for tests of the real places.
#pragma once

#include "support/fakeprompts.h"
#include "support/fakesite.h"
#include "support/faketime.h"
#include "ui/common/theme.h"
#include "ui/common/toasts.h"
#include "ui/shell/place.h"

#include "sites/site.h"

#include <QTest>

class QLineEdit;
class QPushButton;

namespace belvedere::test {

class PlaceFixture {
public:
    using Answer = std::function<WireReply(const WireRequest &)>;

    // Signs in with this role; five devices, everything else empty until answered otherwise.
    void start(const QString &role = QStringLiteral("administrator"));
    void stop();

    // "GET /policies/pol-1" is answered so from now on.
    void answer(const QString &request, const WireReply &reply);
    void answer(const QString &request, const Answer &answer) { m_answers.insert(request, answer); }
    // The whole list, as NDJSON without its last line.
    void fillList(const QString &path, const QList<QJsonObject> &rows);
    // Another version of rows, told by the event stream; the lists follow after the clock went on.
    void changeList(const QString &path, const QString &kind, const QList<QJsonObject> &rows);

    Place *enter(const PlaceEntry &entry, const QVariantMap &arguments = {});
    static QPushButton *button(const QWidget *parent, const QString &text);
    static QLineEdit *edit(const QWidget *parent, const QString &field);
    static void type(QLineEdit *edit, const QString &text);
    static QAction *action(const QWidget *place, const QString &text);
    QList<WireRequest> changes(const QString &request = {}) const; // those sent, e.g. "POST /policies"; empty: all

    std::shared_ptr<FakeTime> time;
    std::unique_ptr<FakeSite> server;
    std::unique_ptr<Site> site;
    std::unique_ptr<QWidget> window;
    std::unique_ptr<Theme> theme;
    std::unique_ptr<Toasts> toasts;
    FakePrompts prompts;
    Navigator navigator;
    QStringList asked; // every request, as in answer()

private:
    MemorySecretStore m_secrets;
    FakeTransport *m_transport = nullptr; // owned by the site
    QHash<QString, Answer> m_answers;
    QList<WireRequest> m_changes;
    int m_token = 1'000;
};

} // namespace belvedere::test
