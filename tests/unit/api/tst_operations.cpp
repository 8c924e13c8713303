// The API as declared: unique, permitted, keyed, and described by the document that is kept.
#include "api/openapi.h"
#include "api/operations.h"
#include "support/places.h"

#include <QFile>
#include <QJsonDocument>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace belvedere;
using P = Permission;

class TestOperations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void idsAndRoutesAreUnique()
    {
        QSet<QString> ids;
        QSet<QString> routes;
        for (const OperationInfo &info : operations()) {
            const QString route = u"%1 %2"_s.arg(int(info.spec.verb)).arg(info.path());
            QVERIFY2(!ids.contains(info.id()), qPrintable(info.id()));
            QVERIFY2(!routes.contains(route), qPrintable(route));
            ids.insert(info.id());
            routes.insert(route);
            QCOMPARE(info.path().contains("{id}"_L1), info.idPrefix != nullptr);
            QVERIFY(info.path().startsWith(u'/'));
            QVERIFY(QString::fromLatin1(info.spec.summary).endsWith(u'.'));
        }
        QVERIFY(ids.contains(u"listDevices"_s) && ids.contains(u"createAccount"_s) && ids.contains(u"signIn"_s));
    }

    void everyPostIsKeyedButThePublicOnes()
    {
        for (const OperationInfo &info : operations()) {
            const bool isPost = info.spec.verb == Verb::Post;
            const bool isPublic = info.spec.permission == P::Public;
            const Repeat wanted = !isPost ? Repeat::Harmless : isPublic ? Repeat::Unkeyed : Repeat::Keyed;
            QVERIFY2(info.spec.repeat == wanted, qPrintable(info.id()));
        }
    }

    void changesOfOneRecordNeedItsVersion()
    {
        for (const OperationInfo &info : operations()) {
            // a piece of an upload says where it begins; a setting of the site is said whole
            const bool isWhole = info.body.shape == Shape::Bytes || info.path().startsWith(u"/settings"_s);
            const bool changes = (info.spec.verb == Verb::Patch || info.spec.verb == Verb::Delete) && !isWhole;
            QVERIFY2(info.needsMatch() == changes, qPrintable(info.id()));
        }
    }

    void onlySigningInIsPublic()
    {
        QStringList open;
        for (const OperationInfo &info : operations()) {
            if (info.spec.permission == P::Public)
                open.append(info.id());
        }
        QCOMPARE(open, (QStringList{u"getSite"_s, u"signIn"_s, u"refreshSession"_s}));
    }

    void roles_data()
    {
        QTest::addColumn<int>("permission");
        QTest::addColumn<bool>("helpdesk");
        QTest::addColumn<bool>("auditor");
        const auto add = [](P permission, bool helpdesk, bool auditor) {
            QTest::newRow(permissionName(permission)) << int(permission) << helpdesk << auditor;
        };
        add(P::Self, true, true);
        add(P::DevicesRead, true, true);
        add(P::DevicesWrite, true, false);
        add(P::PersonsRead, true, true);
        add(P::PersonsWrite, true, false);
        add(P::EnrolmentRead, true, true);
        add(P::EnrolmentWrite, true, false);
        add(P::PoliciesRead, true, true);
        add(P::PoliciesWrite, false, false);
        add(P::ActionsRead, true, true);
        add(P::ActionsRun, true, false);
        add(P::ReportsRead, true, true);
        add(P::AccountsRead, false, true);
        add(P::AccountsWrite, false, false);
        add(P::AuditRead, false, true);
    }
    void roles()
    {
        QFETCH(int, permission);
        const auto needed = P(permission);
        QTEST(allows(Role::Helpdesk, needed), "helpdesk");
        QTEST(allows(Role::Auditor, needed), "auditor");
        QVERIFY(allows(Role::Administrator, needed));
        QVERIFY(!allows(Role::Unknown, needed));
    }

    void anAuditorChangesNothing()
    {
        for (const OperationInfo &info : operations()) {
            const bool isOwn = info.spec.permission == P::Self || info.spec.permission == P::Public;
            if (info.spec.verb != Verb::Get && !isOwn)
                QVERIFY2(!allows(Role::Auditor, info.spec.permission), qPrintable(info.id()));
        }
    }

    void readingAnEventTakesThePermissionOfItsList()
    {
        const auto permissions = resourcePermissions();
        QCOMPARE(permissions.value(u"device"_s), P::DevicesRead);
        QCOMPARE(permissions.value(u"account"_s), P::AccountsRead);
        QCOMPARE(permissions.value(u"enrolment"_s), P::EnrolmentRead);
        QCOMPARE(permissions.value(u"person"_s), P::PersonsRead);
    }

    void theDocumentIsTheKeptOne()
    {
        QFile file(test::sourcePath(u"resources/api/openapi.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonObject document = QJsonDocument::fromJson(openApiDocument()).object();
        QCOMPARE(QJsonDocument::fromJson(file.readAll()).object(), document);
        qsizetype described = 0;
        for (const QJsonValue path : document.value("paths"_L1).toObject())
            described += path.toObject().size();
        QCOMPARE(described, qsizetype(operations().size()));
    }
};

QTEST_GUILESS_MAIN(TestOperations)
#include "tst_operations.moc"
