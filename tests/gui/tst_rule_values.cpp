// Values that a policy gives the parameters of its rules, in the wizard: of the revision that it names, as one types.
#include "gui/wizardfixture.h"
#include "ui/common/label.h"
#include "ui/policies/mergesheet.h"
#include "ui/policies/rulevaluerow.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStandardPaths>

using namespace Qt::StringLiterals;
using namespace belvedere;
using namespace belvedere::test;

class TestRuleValues : public QObject, private WizardFixture {
    Q_OBJECT

    void open(const QJsonObject &values = {})
    {
        WizardFixture::open(fromJson<BusinessPolicy>(policy(7, u"draft"_s, values)).value(), PolicyWizard::Items);
    }
    CheckModel &rules() { return list(u"ComplianceRule"_s)->model(); }
    void checkNames(const char *where) { WizardFixture::checkNames(u"values-"_s + QLatin1StringView(where)); }
    static QJsonObject number(const QString &name, int least, int most, const QString &usual = {})
    {
        return {{u"name"_s, name}, {u"type"_s, u"int"_s}, {u"value"_s, usual}, {u"min"_s, QString::number(least)},
            {u"max"_s, QString::number(most)}};
    }
    static QJsonObject numbered(const QString &id, int revision, const QJsonArray &parameters)
    {
        return {{u"id"_s, id}, {u"name"_s, QString(u"Rule "_s + id)},
            {u"check"_s, u"passcode.policy_min_length>=$least"_s}, {u"severity"_s, u"high"_s}, {u"version"_s, revision},
            {u"revision"_s, revision}, {u"params"_s, parameters}};
    }
    QLineEdit *valueField(const QString &name)
    {
        auto *row = m_wizard->findChild<RuleValueRow *>(name);
        return row ? row->findChild<QLineEdit *>() : nullptr;
    }
    QJsonArray savedPins() const
    {
        return bodyOf(m_fixture.changes(u"PATCH /policies/pol-1"_s).last()).value("rule_pins"_L1).toArray();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QCoreApplication::setOrganizationName(u"belvedere-tests"_s);
        QCoreApplication::setApplicationName(u"tst_rule_values"_s);
    }
    void init() { startSite(); }
    void cleanup() { m_fixture.stop(); }

    void valuesOfRulesAreFilledIn()
    {
        QJsonObject rule{{u"id"_s, u"rul-2"_s}, {u"name"_s, u"Supported"_s}, {u"check"_s, u"os.version in $range"_s},
            {u"severity"_s, u"medium"_s}, {u"version"_s, 1}};
        m_fixture.fillList(u"rules"_s, {encrypted(), rule});
        const auto declared = [](const char *name, const char *type) {
            return QJsonObject{{u"name"_s, QString::fromLatin1(name)}, {u"type"_s, QString::fromLatin1(type)}};
        };
        QJsonObject length = declared("min", "int");
        length.insert(u"value"_s, u"6"_s);
        length.insert(u"min"_s, u"4"_s);
        length.insert(u"max"_s, u"16"_s);
        QJsonObject level = declared("level", "choice");
        level.insert(u"value"_s, u"full"_s);
        level.insert(u"allowed"_s, QJsonArray{u"medium"_s, u"full"_s});
        rule.insert(u"params"_s, QJsonArray{declared("range", "range"), length, level});
        m_fixture.answer(u"GET /rules/rul-2"_s, jsonReply(rule));
        open();
        QTRY_COMPARE(rules().rowCount(), 2);
        rules().tick(u"rul-2"_s);
        const auto field = [this](const QString &name) {
            auto *row = m_wizard->findChild<RuleValueRow *>(QString(u"rul-2."_s + name));
            return row ? row->findChild<QLineEdit *>() : nullptr;
        };
        QTRY_VERIFY(field(u"range"_s));
        QVERIFY(!m_fixture.asked.contains(u"GET /rules/rul-1"_s)); // its check names none
        QCOMPARE(field(u"min"_s)->placeholderText(), u"Usual: 6"_s);
        QVERIFY2(texts().contains(u"applies to no device"_s), qPrintable(texts()));
        checkNames("values");
        PlaceFixture::type(field(u"range"_s), u"new ones"_s);
        QVERIFY2(texts().contains(u"Needed: versions such as"_s), qPrintable(texts())); // while one types
        button(u"Next"_s)->click();
        QCOMPARE(m_wizard->step(), PolicyWizard::Items);
        QVERIFY(field(u"range"_s)->hasFocus());
        PlaceFixture::type(field(u"range"_s), u">=17.4"_s);
        PlaceFixture::type(field(u"min"_s), u"17"_s);
        QVERIFY2(texts().contains(u"Needed: a whole number, 4 to 16"_s), qPrintable(texts()));
        PlaceFixture::type(field(u"min"_s), u"8"_s);
        QVERIFY(!texts().contains(u"Needed"_s));
        auto *choice = m_wizard->findChild<RuleValueRow *>(u"rul-2.level"_s)->findChild<QComboBox *>();
        choice->setCurrentIndex(choice->findData(u"medium"_s));
        Q_EMIT choice->activated(choice->currentIndex());

        // what the server refuses stands where it was entered
        WireReply refusal = jsonReply({{u"code"_s, u"validation"_s}, {u"title"_s, u"No"_s}, {u"status"_s, 422},
                                          {u"errors"_s,
                                              QJsonArray{QJsonObject{{u"field"_s, u"rule_pins.rul-2.params.min"_s},
                                                  {u"message"_s, u"4 to 7"_s}}}}},
            422);
        refusal.headers = {{"content-type"_ba, "application/problem+json"_ba}};
        m_fixture.answer(u"PATCH /policies/pol-1"_s, refusal);
        button(u"Save as draft"_s)->click();
        QTRY_COMPARE(field(u"min"_s)->accessibleDescription(), u"4 to 7"_s);
        QVERIFY(field(u"min"_s)->hasFocus());
        PlaceFixture::type(field(u"min"_s), u"7"_s);

        m_fixture.answer(u"PATCH /policies/pol-1"_s, jsonReply(policy(8)));
        button(u"Save as draft"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /policies/pol-1"_s).size(), 2);
        const QJsonArray pins =
            bodyOf(m_fixture.changes(u"PATCH /policies/pol-1"_s).last()).value("rule_pins"_L1).toArray();
        QCOMPARE(pins.size(), 2);
        QCOMPARE(pins[1]["params"_L1].toObject(),
            (QJsonObject{{u"range"_s, u">=17.4"_s}, {u"min"_s, u"7"_s}, {u"level"_s, u"medium"_s}}));
    }

    void valuesThatNobodyTouchesStay()
    {
        m_fixture.answer(u"GET /rules/rul-1/revision"_s, jsonReply(numbered(u"rul-1"_s, 1, {})));
        m_fixture.answer(u"PATCH /policies/pol-1"_s, jsonReply(policy(8)));
        open({{u"old"_s, u"1"_s}});
        QVERIFY(!button(u"Save as draft"_s)->isEnabled());
        QTRY_VERIFY2(texts().contains(u"“old” is 1 here, and the rule has no such parameter."_s), qPrintable(texts()));
        checkNames("stray");
        m_wizard->findChild<CheckList *>(u"ConfigurationProfile"_s)->model().tick(u"prf-2"_s);
        button(u"Save as draft"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /policies/pol-1"_s).size(), 1);
        QVERIFY(!bodyOf(m_fixture.changes(u"PATCH /policies/pol-1"_s).first()).contains("rule_pins"_L1));
    }

    // The policy names the first revision; the newest has another parameter.
    void valuesAreThoseOfTheRevisionThatIsNamed()
    {
        const QJsonObject newest = numbered(u"rul-1"_s, 3, {number(u"most"_s, 10, 30, u"20"_s)});
        QJsonObject listed = newest;
        listed.remove(u"params"_s);
        m_fixture.fillList(u"rules"_s, {listed});
        m_fixture.answer(u"GET /rules/rul-1"_s, jsonReply(newest));
        QString asked;
        m_fixture.answer(u"GET /rules/rul-1/revision"_s, [&asked](const WireRequest &request) {
            asked = request.url.query();
            return jsonReply(numbered(u"rul-1"_s, 1, {number(u"least"_s, 4, 8)}));
        });
        m_fixture.answer(u"PATCH /policies/pol-1"_s, jsonReply(policy(8)));
        open({{u"least"_s, u"9"_s}});
        QTRY_VERIFY(valueField(u"rul-1.least"_s));
        QCOMPARE(asked, u"number=1"_s);
        QVERIFY(!m_fixture.asked.contains(u"GET /rules/rul-1"_s));
        QCOMPARE(valueField(u"rul-1.least"_s)->text(), u"9"_s);
        button(u"Next"_s)->click(); // what somebody entered once is for the server to judge
        QCOMPARE(m_wizard->step(), PolicyWizard::Rollout);
        button(u"Back"_s)->click();
        PlaceFixture::type(valueField(u"rul-1.least"_s), u"90"_s);
        button(u"Next"_s)->click(); // what is entered now is not
        QCOMPARE(m_wizard->step(), PolicyWizard::Items);

        QTRY_VERIFY(button(u"Take newest revisions"_s) && button(u"Take newest revisions"_s)->isVisible());
        button(u"Take newest revisions"_s)->click();
        QTRY_VERIFY(valueField(u"rul-1.most"_s));
        QTRY_VERIFY(!valueField(u"rul-1.least"_s));
        QCOMPARE(valueField(u"rul-1.most"_s)->placeholderText(), u"Usual: 20"_s);
        QTRY_VERIFY2(
            texts().contains(u"“least” is 90 here, and the rule has no such parameter."_s), qPrintable(texts()));
        button(u"Take away"_s)->click();
        QTRY_VERIFY(!texts().contains(u"no such parameter"_s));
        PlaceFixture::type(valueField(u"rul-1.most"_s), u"12"_s);
        button(u"Save as draft"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /policies/pol-1"_s).size(), 1);
        QCOMPARE(savedPins().size(), 1);
        QCOMPARE(savedPins()[0]["revision"_L1].toInt(), 0);
        QCOMPARE(savedPins()[0]["params"_L1].toObject(), (QJsonObject{{u"most"_s, u"12"_s}}));
    }

    // What a rule declares is judged before one goes on; what cannot be read, the server judges.
    void theWayOnWaitsForWhatIsRead()
    {
        m_fixture.answer(u"GET /rules/rul-1/revision"_s, problemReply(500, u"internal"_s));
        open({{u"least"_s, u"6"_s}});
        QTRY_VERIFY2(texts().contains(u"Reading the values of “Encrypted”…"_s), qPrintable(texts()));
        QVERIFY(!button(u"Next"_s)->isEnabled());
        checkNames("reading");
        QTRY_VERIFY((m_fixture.time->advance(std::chrono::seconds(30)),
            button(u"Try again"_s) && button(u"Try again"_s)->isVisible()));
        QVERIFY2(texts().contains(u"The values of “Encrypted” cannot be read."_s), qPrintable(texts()));
        QVERIFY(button(u"Next"_s)->isEnabled());
        checkNames("unread");
        m_fixture.answer(
            u"GET /rules/rul-1/revision"_s, jsonReply(numbered(u"rul-1"_s, 1, {number(u"least"_s, 4, 8)})));
        button(u"Try again"_s)->click();
        QVERIFY(!button(u"Next"_s)->isEnabled());
        QTRY_VERIFY(valueField(u"rul-1.least"_s));
        QCOMPARE(valueField(u"rul-1.least"_s)->text(), u"6"_s);
        QVERIFY(button(u"Next"_s)->isEnabled());
    }

    void nothingWaitsForARuleThatHasGone()
    {
        m_fixture.answer(u"GET /rules/rul-1/revision"_s, problemReply(500, u"internal"_s));
        open({{u"least"_s, u"6"_s}});
        QVERIFY(!button(u"Next"_s)->isEnabled());
        rules().setTicked({});
        QVERIFY(button(u"Next"_s)->isEnabled());
    }

    // The rule has no such parameter: there is no row to show it at.
    void aRefusedValueWithoutARowIsNamed()
    {
        m_fixture.answer(u"GET /rules/rul-1/revision"_s, jsonReply(numbered(u"rul-1"_s, 1, {})));
        WireReply refusal = jsonReply({{u"code"_s, u"validation"_s}, {u"title"_s, u"No"_s}, {u"status"_s, 422},
                                          {u"errors"_s,
                                              QJsonArray{QJsonObject{{u"field"_s, u"rule_pins.rul-1.params.old"_s},
                                                  {u"message"_s, u"unknown"_s}}}}},
            422);
        refusal.headers = {{"content-type"_ba, "application/problem+json"_ba}};
        m_fixture.answer(u"PATCH /policies/pol-1"_s, refusal);
        open({{u"old"_s, u"1"_s}});
        QTRY_VERIFY(texts().contains(u"no such parameter"_s));
        m_wizard->findChild<CheckList *>(u"ConfigurationProfile"_s)->model().tick(u"prf-2"_s);
        button(u"Save as draft"_s)->click();
        QTRY_VERIFY2(texts().contains(u"“old” of “Encrypted”: unknown"_s), qPrintable(texts()));
        QVERIFY(!texts().contains(u"rule_pins"_s));
    }

    // What the sheet says of mine is what is saved: in the revision that I had before me.
    void mineStaysInItsRevisionWhateverTheyTook_data()
    {
        QTest::addColumn<QJsonArray>("pins");
        QTest::newRow("the newest") << QJsonArray{QJsonObject{{u"rule"_s, u"rul-1"_s}, {u"revision"_s, 5},
            {u"name"_s, u"Encrypted"_s}, {u"hash"_s, u"1c"_s}, {u"params"_s, QJsonObject{{u"least"_s, u"4"_s}}}}};
        QTest::newRow("not the rule") << QJsonArray();
    }
    void mineStaysInItsRevisionWhateverTheyTook()
    {
        QFETCH(const QJsonArray, pins);
        QJsonObject listed = numbered(u"rul-1"_s, 5, {});
        listed.remove(u"params"_s);
        m_fixture.fillList(u"rules"_s, {listed});
        m_fixture.answer(
            u"GET /rules/rul-1/revision"_s, jsonReply(numbered(u"rul-1"_s, 1, {number(u"least"_s, 4, 8)})));
        QJsonObject theirs = policy(8);
        theirs.insert(u"rule_pins"_s, pins);
        m_fixture.answer(u"PATCH /policies/pol-1"_s, problemReply(412, u"version.stale"_s));
        m_fixture.answer(u"GET /policies/pol-1"_s, jsonReply(theirs));
        open({{u"least"_s, u"4"_s}});
        QTRY_VERIFY(valueField(u"rul-1.least"_s));
        PlaceFixture::type(valueField(u"rul-1.least"_s), u"6"_s);
        button(u"Save as draft"_s)->click();
        const auto merging = [this] { return m_fixture.window->findChild<MergeSheet *>(); };
        QTRY_VERIFY(merging());
        auto *mine = merging()->findChild<QRadioButton *>(u"mine-rule_pins/rul-1"_s);
        QVERIFY(mine);
        QCOMPARE(mine->accessibleName(), u"Encrypted: mine, Encrypted, revision 1, with least = 6"_s);
        mine->click();
        PlaceFixture::button(merging(), u"Take over"_s)->click();
        QTRY_VERIFY(!merging());
        m_fixture.answer(u"PATCH /policies/pol-1"_s, jsonReply(policy(9)));
        button(u"Save as draft"_s)->click();
        QTRY_COMPARE(m_fixture.changes(u"PATCH /policies/pol-1"_s).size(), 2);
        QCOMPARE(savedPins().size(), 1);
        QCOMPARE(savedPins()[0]["revision"_L1].toInt(), 1);
        QCOMPARE(savedPins()[0]["params"_L1].toObject(), (QJsonObject{{u"least"_s, u"6"_s}}));
    }

    // The list of rules does not have it yet when it is ticked.
    void aRuleMadeOnTheWayIsAskedForItsValues()
    {
        open();
        QTRY_COMPARE(m_fixture.site->list<ComplianceRule>().state(), LiveList::State::Ready);
        m_fixture.answer(u"GET /rules/rul-9"_s, jsonReply(numbered(u"rul-9"_s, 1, {number(u"least"_s, 4, 8)})));
        rules().tick(u"rul-9"_s);
        QTRY_VERIFY(valueField(u"rul-9.least"_s));
        // and when somebody edits it meanwhile, for those that it has then
        QJsonObject second = numbered(u"rul-9"_s, 2, {number(u"least"_s, 4, 8), number(u"most"_s, 10, 30)});
        m_fixture.answer(u"GET /rules/rul-9"_s, jsonReply(second));
        second.remove(u"params"_s);
        m_fixture.changeList(u"rules"_s, u"rule"_s, {second, numbered(u"rul-1"_s, 1, {})});
        QTRY_VERIFY((m_fixture.time->advance(std::chrono::seconds(1)), valueField(u"rul-9.most"_s)));
    }

    void rowsStayWhileThoseOfAnotherRuleArrive()
    {
        QList<QJsonObject> lines;
        for (const QString &id : {u"rul-1"_s, u"rul-2"_s, u"rul-3"_s}) {
            QJsonObject rule = numbered(id, 1, {number(u"least"_s, 4, 8)});
            m_fixture.answer(QString(u"GET /rules/"_s + id), jsonReply(rule));
            rule.remove(u"params"_s);
            lines.append(rule);
        }
        m_fixture.fillList(u"rules"_s, lines);
        m_fixture.answer(u"GET /rules/rul-1/revision"_s, jsonReply(numbered(u"rul-1"_s, 1, {})));
        open();
        QTRY_COMPARE(rules().rowCount(), 3);
        rules().tick(u"rul-3"_s);
        QTRY_VERIFY(valueField(u"rul-3.least"_s));
        const QPointer<QLineEdit> typed = valueField(u"rul-3.least"_s);
        typed->setFocus();
        QTest::keyClicks(typed, u"5"_s);
        rules().tick(u"rul-2"_s);
        QTRY_VERIFY(valueField(u"rul-2.least"_s));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(typed);
        QVERIFY(typed->hasFocus());
        QCOMPARE(typed->text(), u"5"_s);
        const auto top = [this](const QLineEdit *field) { return field->mapTo(m_wizard.data(), QPoint()).y(); };
        QTRY_VERIFY(top(valueField(u"rul-2.least"_s)) < top(typed)); // in the order of the policy
        rules().setTicked({u"rul-1"_s, u"rul-3"_s});
        QTRY_VERIFY(!valueField(u"rul-2.least"_s));
        QVERIFY(typed && typed->hasFocus());
    }
};

QTEST_MAIN(TestRuleValues)
#include "tst_rule_values.moc"
