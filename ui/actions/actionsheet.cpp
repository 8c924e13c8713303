// Preview, form and order of an action.
#include "ui/actions/actionsheet.h"

#include "api/operations.h"
#include "ui/actions/effects.h"
#include "ui/actions/updateform.h"
#include "ui/actions/words.h"
#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/effectline.h"
#include "ui/common/fitscroll.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/offeredwords.h"
#include "ui/common/typedguard.h"
#include "ui/common/usertext.h"

#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int textLines = 4; // of the message's field

} // namespace

ActionSheet::ActionSheet(Site &site, ActionKind kind, OrderTarget target, QWidget *window)
    : Overlay(window)
    , m_site(site)
    , m_kind(kind)
    , m_target(std::move(target))
    , m_message(new InlineMessage(card()))
{
    setAccessibleName(title());
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    auto *heading = new Label(title(), Label::Style::Heading, Tone::Text, card());
    heading->setWordWrap(true);
    layout->addWidget(heading);
    layout->addWidget(m_message);
    if (kind == ActionKind::Message)
        addMessageForm(layout);
    else if (kind == ActionKind::LostMode)
        addLostModeForm(layout);
    else if (kind == ActionKind::RunCommand)
        addCommandForm(layout);
    auto *content = new QWidget;
    auto *scrolled = new QVBoxLayout(content);
    scrolled->setContentsMargins(0, 0, 0, 0);
    scrolled->setSpacing(space::m);
    if (kind == ActionKind::UpdatesInstall)
        addUpdateForm(scrolled);
    m_effects = new QVBoxLayout;
    m_effects->setSpacing(space::m);
    scrolled->addLayout(m_effects);
    auto *scroll = new FitScroll(content, card());
    scroll->setAccessibleName(tr("What will happen"));
    layout->addWidget(scroll, 1);
    m_guard = new TypedGuard(card());
    layout->addWidget(m_guard);
    addButtons(layout);
    connect(m_cancel, &QPushButton::clicked, this, &ActionSheet::dismiss);
    connect(m_accept, &QPushButton::clicked, this, &ActionSheet::run);
    connect(m_guard, &TypedGuard::changed, this, &ActionSheet::refresh);
    connect(m_guard, &TypedGuard::returnPressed, m_accept, &QPushButton::click);
    connect(m_message, &InlineMessage::actionTriggered, this, &ActionSheet::preview);
    preview();
}

QString ActionSheet::title() const
{
    const bool isOne = m_target.count == 1 && !m_target.name.isEmpty();
    const int n = int(m_target.count);
    switch (m_kind) {
    case ActionKind::Sync:
        return isOne ? tr("Synchronise %1").arg(m_target.name) : tr("Synchronise %n device(s)", nullptr, n);
    case ActionKind::Message:
        return isOne ? tr("Message to %1").arg(m_target.name) : tr("Message to %n device(s)", nullptr, n);
    case ActionKind::Lock:
        return isOne ? tr("Lock %1?").arg(m_target.name) : tr("Lock %n device(s)?", nullptr, n);
    case ActionKind::Restart:
        return isOne ? tr("Restart %1?").arg(m_target.name) : tr("Restart %n device(s)?", nullptr, n);
    case ActionKind::UpdatesInstall:
        if (m_target.devices.isEmpty())
            return tr("Install approved updates");
        return isOne ? tr("Install updates on %1").arg(m_target.name)
                     : tr("Install updates on %n device(s)", nullptr, n);
    case ActionKind::LostMode:
        return isOne ? tr("Set %1 to lost mode?").arg(m_target.name) : tr("Set %n device(s) to lost mode?", nullptr, n);
    case ActionKind::LostModeEnd:
        return isOne ? tr("End lost mode on %1").arg(m_target.name) : tr("End lost mode on %n device(s)", nullptr, n);
    case ActionKind::RunCommand:
        return isOne ? tr("Run a command on %1?").arg(m_target.name) : tr("Run a command on %n device(s)?", nullptr, n);
    case ActionKind::Unknown:
        break;
    }
    return {};
}

// Made last: the Tab key goes in the order in which widgets were made.
void ActionSheet::addButtons(QVBoxLayout *layout)
{
    m_cancel = plainButton(tr("Cancel"), card());
    m_accept = isDisruptive(m_kind) ? dangerButton({}, card()) : primaryButton({}, card());
    QHBoxLayout *buttons = buttonRow({m_cancel, m_accept});
    buttons->setContentsMargins(0, space::s, 0, 0);
    layout->addLayout(buttons);
}

void ActionSheet::addUpdateForm(QVBoxLayout *layout)
{
    m_updates = new UpdateForm(m_target.query, m_target.patches, card());
    layout->addWidget(m_updates);
    connect(m_updates, &UpdateForm::touched, this, &ActionSheet::outdate);
    connect(m_updates, &UpdateForm::edited, this, &ActionSheet::preview);
}

void ActionSheet::addMessageForm(QVBoxLayout *layout)
{
    m_title = new QLineEdit(card());
    m_title->setObjectName(u"messageTitle"_s);
    m_title->setAccessibleName(tr("Title"));
    m_title->setPlaceholderText(tr("Title, may be left empty"));
    m_title->setMaxLength(int(maximumMessageTitle));
    layout->addWidget(m_title);
    m_text = addText(tr("Text"), tr("Text of the message"), layout);
}

void ActionSheet::addLostModeForm(QVBoxLayout *layout)
{
    m_most = maximumLostMessage;
    m_text = addText(tr("Message"), tr("Message for whoever finds the device"), layout);
    m_title = new QLineEdit(card());
    m_title->setObjectName(u"lostPhone"_s);
    m_title->setAccessibleName(tr("Phone"));
    m_title->setPlaceholderText(tr("Number to call, may be left empty"));
    m_title->setMaxLength(int(maximumPhone));
    layout->addWidget(m_title);
}

void ActionSheet::addCommandForm(QVBoxLayout *layout)
{
    m_command = new QLineEdit(card());
    m_command->setObjectName(u"commandName"_s);
    m_command->setAccessibleName(tr("Command"));
    m_command->setPlaceholderText(tr("Name of the command, e.g. collect-logs"));
    m_command->setMaxLength(int(maximumCommandName));
    layout->addWidget(m_command);
    connect(m_command, &QLineEdit::textEdited, this, &ActionSheet::preview);
    m_names.add(m_site.send(ListDeviceCommands())).then(this, [this](const Result<DeviceCommands> &commands) {
        if (commands)
            offerWords(m_command, commands.value().names);
    });
}

// Until a command is named there is nothing to ask the server.
bool ActionSheet::isNamed() const { return !m_command || isCommandName(m_command->text().trimmed()); }

QPlainTextEdit *ActionSheet::addText(const QString &name, const QString &placeholder, QVBoxLayout *layout)
{
    auto *text = new QPlainTextEdit(card());
    text->setObjectName(u"messageText"_s);
    text->setAccessibleName(name);
    text->setPlaceholderText(placeholder);
    text->setTabChangesFocus(true);
    text->setFixedHeight(text->fontMetrics().lineSpacing() * textLines + 2 * space::m);
    m_left = new Label({}, Label::Style::Small, Tone::Muted, card());
    layout->addWidget(text);
    layout->addWidget(m_left);
    connect(text, &QPlainTextEdit::textChanged, this, &ActionSheet::refresh);
    return text;
}

QWidget *ActionSheet::firstFocus() const
{
    if (m_command)
        return m_command;
    if (m_text && m_kind == ActionKind::LostMode)
        return m_text;
    if (m_title)
        return m_title;
    return m_updates ? m_updates->firstField() : m_cancel; // a slip of the Enter key must not order
}

// An order that is on its way cannot be taken back by closing the sheet.
void ActionSheet::onEscape()
{
    if (!m_isOrdering)
        dismiss();
}

QJsonObject ActionSheet::texts(const QString &line, const QString &text) const
{
    return m_kind == ActionKind::LostMode ? QJsonObject{{u"message"_s, text}, {u"phone"_s, line}}
                                          : QJsonObject{{u"title"_s, line}, {u"text"_s, text}};
}

ActionOrder ActionSheet::order() const
{
    ActionOrder order;
    order.kind = m_kind;
    order.devices = m_target.devices;
    order.query = m_target.query;
    if (m_updates) {
        order.parameters = m_updates->parameters();
        order.query = m_updates->query();
    }
    if (m_command)
        order.parameters = {{u"name"_s, m_command->text().trimmed()}};
    if (m_text)
        order.parameters = texts(m_title->text().trimmed(), m_text->toPlainText().trimmed());
    return order;
}

void ActionSheet::clearEffects()
{
    while (QLayoutItem *item = m_effects->takeAt(0)) {
        delete item->widget();
        delete item;
    }
}

// What is entered now has not been previewed, and is not ordered before it has.
void ActionSheet::outdate()
{
    if (m_isOrdering)
        return;
    m_previews.abortAll();
    m_isSettled = false;
    m_accepted.reset();
    m_message->hide();
    m_guard->setWanted({});
    clearEffects();
    m_effects->addWidget(new Label(tr("Asking the server what will happen…"), Label::Style::Body, Tone::Muted, card()));
    refresh();
}

void ActionSheet::preview()
{
    if (m_isOrdering)
        return;
    outdate();
    if (!isNamed()) {
        m_isSettled = true;
        clearEffects();
        auto *which =
            new Label(tr("A command is one of the device's own, put there by whoever manages it. Its name has "
                         "letters from a to z, digits and hyphens."),
                Label::Style::Body, Tone::Muted, card());
        which->setWordWrap(true);
        m_effects->addWidget(which);
        return;
    }
    PreviewAction operation;
    operation.body = order();
    // what happens does not depend on the text, which the server wants to see all the same
    if (m_text)
        operation.body.parameters = texts({}, u"–"_s);
    m_previews.add(m_site.send(operation)).then(this, [this](const Result<ActionPreview> &preview) {
        if (!preview && preview.error().kind == ApiError::Kind::Cancelled)
            return;
        m_isSettled = true;
        clearEffects();
        if (m_updates) // somebody may be typing in another field
            m_updates->markErrors(preview ? QList<FieldError>() : preview.error().fields);
        if (preview) {
            showPreview(preview.value());
        } else {
            m_message->setAction(tr("Try again"));
            m_message->showMessage(Severity::Danger, userText(preview.error()));
        }
        refresh();
    });
}

void ActionSheet::showPreview(const ActionPreview &preview)
{
    m_accepted = preview.accepted;
    for (const EffectGroup &group : effectGroups(preview)) {
        if (group.isRefused)
            continue;
        const Severity severity = isDisruptive(m_kind) && !group.simulated ? Severity::Warning : Severity::Info;
        m_effects->addWidget(new EffectLine({severity, group.who}, group.what, card()));
    }
    if (preview.updates.value_or(0) > 0)
        m_effects->addWidget(new Label(tr("%n update(s) on all of them together", nullptr, int(*preview.updates)),
            Label::Style::Strong, Tone::Text, card()));
    showRefused(preview);
    if (preview.accepted == 0) {
        m_message->setAction({});
        m_message->showMessage(Severity::Warning,
            preview.matched == 0 ? tr("No device matches any more.") : tr("None of these devices can do this."));
    }
    const bool mustType = isDisruptive(m_kind) && preview.accepted > 1;
    m_guard->setWanted(mustType ? QString::number(preview.accepted) : QString());
    if (mustType && m_cancel->hasFocus())
        m_guard->edit()->setFocus(Qt::OtherFocusReason);
}

void ActionSheet::showRefused(const ActionPreview &preview)
{
    const qint64 refused = preview.matched - preview.accepted;
    if (refused == 0)
        return;
    m_effects->addWidget(
        new Label(tr("%n device(s) cannot do this", nullptr, int(refused)), Label::Style::Strong, Tone::Text, card()));
    const bool areAllNamed = qint64(preview.refused.size()) == refused;
    for (const auto &[code, names] : refusalLines(preview)) {
        const auto devices = std::count_if(preview.refused.begin(), preview.refused.end(),
            [&code = code](const ActionRefusal &refusal) { return refusal.code == code; });
        const QString why = areAllNamed ? tr("%1 × %2", "number of devices, why they are refused")
                                              .arg(QLocale().toString(devices), reasonText(code))
                                        : reasonText(code);
        m_effects->addWidget(new EffectLine({Severity::Neutral, why}, names, card(), Icon::Minus));
    }
    if (!areAllNamed)
        m_effects->addWidget(new Label(tr("The first %n are named here.", nullptr, int(preview.refused.size())),
            Label::Style::Small, Tone::Muted, card()));
}

void ActionSheet::refresh()
{
    bool isComplete = true;
    if (m_text) {
        const qsizetype length = m_text->toPlainText().trimmed().size();
        isComplete = length > 0 && length <= m_most;
        const qsizetype left = m_most - length;
        m_left->setText(left >= 0 ? tr("%n character(s) left", nullptr, int(left))
                                  : tr("%n character(s) too many", nullptr, int(-left)));
        m_left->setTone(left >= 0 ? Tone::Muted : Tone::Danger);
    }
    if (m_updates)
        m_updates->setEnabled(!m_isOrdering);
    if (m_command)
        m_command->setEnabled(!m_isOrdering);
    m_cancel->setEnabled(!m_isOrdering);
    const qint64 devices = m_accepted.value_or(m_target.count);
    m_accept->setText(
        devices > 0 || m_accepted ? orderText(m_kind, devices) : tr("Install", "on devices not known yet"));
    m_accept->setEnabled(m_accepted.value_or(0) > 0 && isComplete && m_guard->isSatisfied() && !m_isOrdering);
}

void ActionSheet::run()
{
    m_isOrdering = true;
    refresh();
    RunAction operation;
    operation.body = order();
    m_orders.add(m_site.send(operation)).then(this, [this](const Result<ActionReceipt> &receipt) {
        m_isOrdering = false;
        if (!receipt) {
            m_message->setAction({});
            m_message->showMessage(Severity::Danger, userText(receipt.error()));
            refresh();
            if (m_updates)
                m_updates->setErrors(receipt.error().fields);
            return;
        }
        dismiss();
        Q_EMIT ordered(receipt.value());
    });
}

} // namespace belvedere
