// Messages, states, badges, lists, choosers and questions.
#include "support/accessibility.h"
#include "support/pictures.h"
#include "ui/common/badge.h"
#include "ui/common/bulkbar.h"
#include "ui/common/buttons.h"
#include "ui/common/columnchooser.h"
#include "ui/common/copyfield.h"
#include "ui/common/emptystate.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/pageheader.h"
#include "ui/common/propertylist.h"
#include "ui/common/sidepanel.h"
#include "ui/common/statestack.h"
#include "ui/common/theme.h"
#include "ui/common/toasts.h"
#include "ui/common/usertext.h"
#include "ui/common/windowprompts.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>
#include <QVBoxLayout>

using namespace belvedere;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

QPushButton *buttonWith(const QWidget *root, const QString &text)
{
    for (QPushButton *button : root->findChildren<QPushButton *>()) {
        if (button->text() == text)
            return button;
    }
    return nullptr;
}

} // namespace

class TestCommonWidgets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme.setMode(Theme::Mode::Light); }

    void countsAreNeverCut()
    {
        PageHeader header(u"Devices"_s);
        header.resize(600, header.sizeHint().height());
        header.show();
        const auto *counts = header.findChild<ElidedLabel *>(u"counts"_s);
        // as painted at once, before the loop lays anything out
        for (const QString &text : {u"7"_s, u"299,999 of 1,000,000"_s, QString(), u"12,000"_s, u"1,234 of 12,000"_s}) {
            header.setCounts(text);
            QCOMPARE(counts->text(), text);
            QCOMPARE(counts->isVisible(), !text.isEmpty());
        }
    }

    void commandsWithoutRoomAreInAMenu()
    {
        PageHeader header(u"Patches"_s);
        header.layout()->setSizeConstraint(QLayout::SetNoConstraint); // as within a page: no window that grows with it
        QAction install(u"Install what is approved"_s);
        QAction approve(u"Approve"_s);
        QAction block(u"Block"_s);
        header.addAction(&install, true);
        header.addAction(&approve);
        header.addAction(&block);
        header.resize(1'000, header.sizeHint().height());
        header.show();
        auto *more = header.findChild<QToolButton *>();
        QVERIFY(more->isHidden());
        while (more->isHidden() && header.width() > 100)
            header.resize(header.width() - 4, header.height());
        QCOMPARE(more->menu()->actions(), QList<QAction *>{&block});
        QVERIFY(more->isVisible() && !more->accessibleName().isEmpty());
        QCOMPARE(buttonWith(&header, block.text())->nextInFocusChain(), more);
        QVERIFY(buttonWith(&header, block.text())->isHidden() && buttonWith(&header, approve.text())->isVisible());
        block.setEnabled(false); // what changes stays where it is
        QVERIFY(buttonWith(&header, block.text())->isHidden());
        header.resize(header.width() / 2, header.height());
        QCOMPARE(more->menu()->actions(), (QList<QAction *>{&approve, &block}));
        QVERIFY(buttonWith(&header, install.text())->isVisible());
        header.resize(1'000, header.height());
        QVERIFY(more->isHidden() && buttonWith(&header, block.text())->isVisible());
    }

    void messageSaysItsKindInWords()
    {
        InlineMessage message;
        QSignalSpy acted(&message, &InlineMessage::actionTriggered);
        QSignalSpy dismissed(&message, &InlineMessage::dismissed);
        message.setAction(u"Reload"_s);
        message.setDismissable(true);
        message.showMessage(Severity::Warning, u"The list is <b>old</b>."_s);
        QVERIFY(message.accessibleName().startsWith(u"Warning"));
        QCOMPARE(message.text(), u"The list is <b>old</b>."_s);
        QCOMPARE(test::richLabels(&message), QStringList());
        buttonWith(&message, u"Reload"_s)->click();
        QCOMPARE(acted.size(), 1);
        message.findChild<QToolButton *>()->click();
        QCOMPARE(dismissed.size(), 1);
        QVERIFY(message.isHidden());
    }

    void stateStackShowsOneState()
    {
        auto *content = new QWidget;
        StateStack stack(content);
        QCOMPARE(stack.state(), StateStack::State::Loading);
        QSignalSpy retry(&stack, &StateStack::retryRequested);
        QSignalSpy act(&stack, &StateStack::emptyActionTriggered);
        ApiError error;
        error.kind = ApiError::Kind::Timeout;
        error.requestId = u"r-1"_s;
        stack.showError(error);
        QCOMPARE(stack.state(), StateStack::State::Error);
        buttonWith(&stack, u"Try again"_s)->click();
        QCOMPARE(retry.size(), 1);
        stack.showContent();
        QCOMPARE(stack.currentWidget(), content);
        error.kind = ApiError::Kind::Cancelled;
        stack.showError(error);
        QCOMPARE(stack.state(), StateStack::State::Content);
        stack.showEmpty(Icon::Devices, u"No devices"_s, u"Enrol one."_s, u"Enrol"_s);
        buttonWith(&stack, u"Enrol"_s)->click();
        QCOMPARE(act.size(), 1);
        stack.showOffline(u"Last seen at noon."_s);
        QCOMPARE(stack.state(), StateStack::State::Offline);
    }

    void errorsBecomeWords()
    {
        for (int kind = 0; kind <= int(ApiError::Kind::Decode); ++kind) {
            ApiError error;
            error.kind = ApiError::Kind(kind);
            QCOMPARE(userText(error).isEmpty(), error.kind == ApiError::Kind::Cancelled);
        }
        ApiError error;
        error.kind = ApiError::Kind::Unauthorized;
        error.code = u"auth.failed"_s;
        error.detail = u"internal detail"_s;
        QVERIFY(userText(error).contains(u"password"));
        QVERIFY(!userText(error).contains(u"internal"));
    }

    void propertyListKeepsTextPlainAndSelectable()
    {
        PropertyList list;
        list.addHeading(u"Device"_s);
        list.add(u"Name"_s, u"<img src=x>"_s, true);
        list.add(u"Serial number"_s, {});
        QCOMPARE(list.asText(), u"Name: <img src=x>\nSerial number: Not known"_s);
        QCOMPARE(test::richLabels(&list), QStringList());
        list.clear();
        QVERIFY(list.asText().isEmpty());
    }

    void copyFieldTakesASecretBack()
    {
        CopyField field(u"Enrolment string"_s);
        field.setText(u"https://example.org#token#ab"_s);
        field.setExpiry(50ms);
        field.copy();
        QCOMPARE(QApplication::clipboard()->text(), field.text());
        QTRY_VERIFY(QApplication::clipboard()->text().isEmpty());
        field.copy();
        QApplication::clipboard()->setText(u"something else"_s);
        QSignalSpy changed(QApplication::clipboard(), &QClipboard::dataChanged);
        QVERIFY2(!changed.wait(150), "what somebody copied afterwards is not ours to clear");
        QCOMPARE(QApplication::clipboard()->text(), u"something else"_s);
    }

    void columnChooserKeepsOneColumn()
    {
        ColumnChooser chooser;
        chooser.setColumns({{u"name"_s, u"Name"_s, true}, {u"os"_s, u"OS version"_s, false}});
        QSignalSpy changed(&chooser, &ColumnChooser::columnsChanged);
        auto *list = chooser.findChild<QListWidget *>();
        list->item(0)->setCheckState(Qt::Unchecked);
        QVERIFY(chooser.columns().first().visible);
        QCOMPARE(changed.size(), 0);
        list->item(1)->setCheckState(Qt::Checked);
        QCOMPARE(changed.size(), 1);
        list->setCurrentRow(1);
        QTest::keyClick(list, Qt::Key_Up, Qt::ControlModifier);
        QCOMPARE(chooser.columns().first().key, u"os"_s);
        QCOMPARE(changed.size(), 2);
    }

    void sidePanelOpensAndClosesByKeyboard()
    {
        SidePanel panel(new QLineEdit, new PropertyList);
        panel.resize(900, 400);
        panel.show();
        QVERIFY(!panel.isOpen());
        panel.setOpen(true);
        QVERIFY(panel.isOpen());
        QTest::keyClick(&panel, Qt::Key_Escape);
        QVERIFY(!panel.isOpen());
    }

    void bulkBarAppearsWithASelection()
    {
        QWidget parent;
        BulkBar bar(&parent);
        QAction restart(u"Restart"_s);
        bar.addAction(&restart);
        QVERIFY(bar.isHidden());
        bar.setCount(3);
        QVERIFY(!bar.isHidden());
        QVERIFY(bar.accessibleName().startsWith(u'3'));
        restart.setVisible(false);
        QVERIFY(buttonWith(&bar, u"Restart"_s)->isHidden());
        bar.setCount(0);
        QVERIFY(bar.isHidden());
    }

    void questionDemandsTyping()
    {
        QWidget window;
        QVBoxLayout layout(&window);
        QLineEdit behind;
        layout.addWidget(&behind);
        window.resize(900, 600);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        behind.setFocus();
        WindowPrompts prompts;
        Question question;
        question.title = u"Wipe 12 devices?"_s;
        question.text = u"This cannot be undone."_s;
        question.effects = {{Severity::Danger, u"9 computers lose all data of their owners."_s},
            {Severity::Warning, u"3 phones are personal: only the work profile is removed."_s}};
        question.accept = u"Wipe 12 devices"_s;
        question.typed = u"12"_s;
        question.destructive = true;
        QList<bool> answers;
        prompts.confirm(&window, question, [&answers](bool yes) { answers.append(yes); });
        QPushButton *accept = buttonWith(&window, question.accept);
        QVERIFY(!accept->isEnabled());
        test::picture(&window, u"confirm"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"1"_s);
        QVERIFY(!accept->isEnabled());
        QTest::keyClicks(QApplication::focusWidget(), u"2"_s);
        QVERIFY(accept->isEnabled());
        // Tab stays inside the sheet
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY(QApplication::focusWidget() != &behind);
        }
        accept->click();
        QCOMPARE(answers, QList<bool>{true});
        QVERIFY(behind.hasFocus());

        prompts.confirm(&window, question, [&answers](bool yes) { answers.append(yes); });
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(answers, (QList<bool>{true, false}));
    }

    void toastsMakeRoom()
    {
        QWidget window;
        window.resize(800, 600);
        window.show();
        Toasts toasts(&window);
        for (int i = 0; i < 5; ++i)
            toasts.show(Severity::Danger, u"Problem %1"_s.arg(i));
        QCOMPARE(toasts.count(), 3);
        QVERIFY(window.rect().contains(toasts.geometry()));
        bool undone = false;
        toasts.show(Severity::Ok, u"3 tags added."_s, u"Undo"_s, [&undone] { undone = true; });
        buttonWith(&toasts, u"Undo"_s)->click();
        QVERIFY(undone);
        QCOMPARE(toasts.count(), 2);
    }

    void looks_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void looks()
    {
        QFETCH(bool, dark);
        m_theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        QWidget page;
        auto *layout = new QVBoxLayout(&page);
        for (const Severity severity : {Severity::Info, Severity::Ok, Severity::Warning, Severity::Danger}) {
            auto *message = new InlineMessage;
            message->setAction(u"Show"_s);
            message->setDismissable(true);
            message->showMessage(severity, u"14 devices have not reported for more than a week."_s);
            layout->addWidget(message);
        }
        auto *row = new QHBoxLayout;
        for (const Severity severity :
            {Severity::Neutral, Severity::Info, Severity::Ok, Severity::Warning, Severity::Danger}) {
            auto *badge = new Badge;
            badge->set(wordOf(severity), {severity, {}});
            row->addWidget(badge);
        }
        auto *count = new CountBadge;
        row->addWidget(count);
        count->set(12, u"12 waiting"_s);
        row->addWidget(plainButton(u"Plain"_s));
        row->addWidget(primaryButton(u"Primary"_s));
        row->addWidget(dangerButton(u"Wipe"_s));
        row->addWidget(linkButton(u"Link"_s));
        row->addWidget(iconButton(Icon::Columns, u"Columns"_s));
        row->addStretch();
        layout->addLayout(row);
        auto *icons = new QGridLayout;
        for (int i = 0; i < int(Icon::Count); ++i) {
            auto *label = new QLabel;
            label->setPixmap(iconPixmap(Icon(i), 24, m_theme.tokens().text, 2));
            icons->addWidget(label, i / 20, i % 20);
        }
        layout->addLayout(icons);
        auto *copy = new CopyField(u"Fingerprint"_s);
        copy->setText(u"AB12 CD34"_s);
        layout->addWidget(copy);
        auto *states = new QHBoxLayout;
        auto *loading = new StateStack(new QWidget);
        loading->showLoading(u"Loading devices…"_s);
        auto *offline = new StateStack(new QWidget);
        offline->showOffline(u"The server could not be reached. You see the state of 14:05."_s);
        states->addWidget(loading);
        states->addWidget(offline);
        layout->addLayout(states, 1);
        page.resize(900, 760);
        page.show();
        QCOMPARE(test::unnamedWidgets(&page), QStringList());
        QCOMPARE(test::clippedTexts(&page).join(u'\n'), QString());
        test::picture(&page, dark ? u"widgets-dark"_s : u"widgets-light"_s);
    }

private:
    Theme m_theme;
};

QTEST_MAIN(TestCommonWidgets)
#include "tst_common_widgets.moc"
