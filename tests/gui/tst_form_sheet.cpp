// Forms from field lists: what may be edited, what has changed, where an error belongs.
#include "domain/account.h"
#include "domain/device.h"
#include "domain/rule.h"
#include "support/accessibility.h"
#include "support/pictures.h"
#include "ui/common/fieldeditor.h"
#include "ui/common/formsheet.h"
#include "ui/common/theme.h"

#include <QComboBox>
#include <QJsonArray>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

class TestFormSheet : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsWhatHasChanged()
    {
        FormSheet form(fields<Account>(), display("Account"));
        const Account account = sample();
        form.load(&account);
        form.setEditable(true);
        QSignalSpy dirty(&form, &FormSheet::dirtyChanged);
        QVERIFY(!form.isDirty());
        QLineEdit *name = edit(form, "name");
        type(name, u"Ben Okafor"_s);
        QVERIFY(form.isDirty());
        QCOMPARE(form.changes(), (QJsonObject{{u"name"_s, u"Ben Okafor"_s}}));
        type(name, account.name);
        QVERIFY(!form.isDirty());
        QCOMPARE(dirty.size(), 2);
    }

    void takesAValueAway()
    {
        FormSheet form(fields<Device>(), display("Device"), {u"name"_s, u"ownership"_s, u"tags"_s});
        Device device;
        device.name = u"LT-1"_s;
        device.ownership = Ownership::Byod;
        device.tags = {u"field"_s};
        form.load(&device);
        form.setEditable(true);
        auto *box = form.findChild<FieldEditor *>(u"ownership"_s)->findChild<QComboBox *>();
        box->setCurrentIndex(0);
        Q_EMIT box->activated(0);
        type(edit(form, "tags"), u"sales, field , ,sales"_s);
        QCOMPARE(form.changes(),
            (QJsonObject{{u"ownership"_s, QJsonValue::Null}, {u"tags"_s, QJsonArray{u"field"_s, u"sales"_s}}}));
    }

    void hintsChooseTheEditor()
    {
        EditorHints hints;
        hints[u"tags"_s].style = EditorHint::Style::Lines;
        FormSheet form(fields<Device>(), display("Device"), {u"tags"_s}, nullptr, hints);
        Device device;
        device.tags = {u"field"_s, u"sales"_s};
        form.load(&device);
        form.setEditable(true);
        auto *lines = form.findChild<QPlainTextEdit *>();
        QCOMPARE(lines->toPlainText(), u"field\nsales"_s);
        lines->setPlainText(u"  sales \n\nsales\nfront desk"_s);
        QCOMPARE(form.changes(), (QJsonObject{{u"tags"_s, QJsonArray{u"front desk"_s, u"sales"_s}}}));
        lines->setPlainText({});
        QCOMPARE(form.changes(), (QJsonObject{{u"tags"_s, QJsonArray{}}})); // an empty set is not an unknown one
    }

    void durationsAreWholeUnits()
    {
        FormSheet form(fields<ComplianceRule>(), display("ComplianceRule"), {u"grace"_s});
        ComplianceRule rule;
        rule.grace = 7200;
        form.load(&rule);
        form.setEditable(true);
        auto *unit = form.findChild<QComboBox *>();
        QCOMPARE(unit->currentText(), u"hours"_s);
        QCOMPARE(edit(form, "grace")->text(), u"2"_s);
        QVERIFY(!form.isDirty());
        unit->setCurrentIndex(0);
        Q_EMIT unit->activated(0);
        QCOMPARE(form.changes(), (QJsonObject{{u"grace"_s, 172800}}));
    }

    void aQueryIsReadAsItIsTyped()
    {
        EditorHints hints;
        EditorHint &hint = hints[u"check"_s];
        hint.style = EditorHint::Style::Query;
        hint.context = "Device";
        hint.fields = fields<Device>();
        hint.mode = QueryMode::Check;
        FormSheet form(fields<ComplianceRule>(), display("ComplianceRule"), {u"check"_s}, nullptr, hints);
        const ComplianceRule empty;
        form.load(&empty);
        form.setEditable(true);
        QVERIFY(!form.check()); // it is needed
        type(edit(form, "check"), u"storage.encrypted:perhaps"_s);
        QVERIFY(!form.isAcceptable(u"check"));
        QVERIFY(!form.check());
        type(edit(form, "check"), u"storage.encrypted:yes"_s);
        QVERIFY(form.check());
        QCOMPARE(form.values(), (QJsonObject{{u"check"_s, u"storage.encrypted:yes"_s}}));
    }

    void keepsAWordThatItDoesNotKnow()
    {
        FormSheet form(fields<Device>(), display("Device"), {u"ownership"_s});
        Device device;
        device.ownership = Coded<Ownership>::fromToken(u"leased"_s);
        form.load(&device);
        form.setEditable(true);
        QVERIFY(!form.isDirty());
    }

    void readOnlyFieldsHaveNoEditor()
    {
        FormSheet form(fields<Account>(), display("Account"));
        QVERIFY(!form.findChild<FieldEditor *>(u"id"_s));
        QVERIFY(form.findChild<FieldEditor *>(u"email"_s));
        QVERIFY(!form.findChild<FieldEditor *>(u"version"_s));
    }

    void showsErrorsBesideTheirFields()
    {
        FormSheet form(fields<Account>(), display("Account"));
        Account account;
        form.load(&account);
        form.setEditable(true);
        form.resize(700, 400);
        form.show();
        QVERIFY(!form.check());
        QLineEdit *email = edit(form, "email");
        QVERIFY(email->property("invalid").toBool());
        QVERIFY(!email->accessibleDescription().isEmpty());
        form.setErrors({{u"email"_s, u"This address is taken."_s}, {u"somewhere"_s, u"<b>Something</b> else."_s}});
        QCOMPARE(email->accessibleDescription(), u"This address is taken."_s);
        QVERIFY(!edit(form, "name")->property("invalid").toBool());
        QCOMPARE(test::unnamedWidgets(&form), QStringList());
        QCOMPARE(test::clippedTexts(&form).join(u'\n'), QString());
        QCOMPARE(test::richLabels(&form), QStringList());
        test::picture(&form, u"form"_s);
        type(email, u"a@example.org"_s);
        QVERIFY2(!email->property("invalid").toBool(), "typing takes the mark away");
    }

private:
    static belvedere::Display display(const char *context)
    {
        return belvedere::Display(context, std::make_shared<SystemClock>());
    }
    static Account sample()
    {
        Account account;
        account.id = makeId<Account>(3);
        account.email = u"anna@example.org"_s;
        account.name = u"Anna Lindqvist"_s;
        account.role = Role::Helpdesk;
        return account;
    }
    static QLineEdit *edit(const FormSheet &form, const char *name)
    {
        return form.findChild<FieldEditor *>(QString::fromLatin1(name))->findChild<QLineEdit *>();
    }
    static void type(QLineEdit *edit, const QString &text)
    {
        edit->selectAll();
        QTest::keyClicks(edit, text);
    }
    Theme m_theme;
};

QTEST_MAIN(TestFormSheet)
#include "tst_form_sheet.moc"
