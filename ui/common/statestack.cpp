// Switching between content and the designed states.
#include "ui/common/statestack.h"

#include "ui/common/emptystate.h"
#include "ui/common/loadingpage.h"
#include "ui/common/usertext.h"

namespace belvedere {

StateStack::StateStack(QWidget *content, QWidget *parent)
    : QStackedWidget(parent)
    , m_content(content)
    , m_loading(new LoadingPage)
    , m_message(new EmptyState)
{
    addWidget(m_loading);
    addWidget(m_message);
    addWidget(m_content);
    m_loading->setText(tr("Loading…"));
    connect(m_message, &EmptyState::actionTriggered, this, [this] {
        if (m_state == State::Empty)
            Q_EMIT emptyActionTriggered();
        else
            Q_EMIT retryRequested();
    });
}

void StateStack::showContent() { enter(State::Content, m_content); }

void StateStack::showLoading(const QString &what)
{
    m_loading->setText(what);
    enter(State::Loading, m_loading);
}

void StateStack::showEmpty(Icon which, const QString &title, const QString &text, const QString &action)
{
    m_message->set(which, title, text, action);
    enter(State::Empty, m_message);
}

void StateStack::showError(const ApiError &error)
{
    const QString text = userText(error);
    if (text.isEmpty())
        return; // cancelled by us: whatever is shown now is still right
    const QString request =
        error.requestId.isEmpty() ? text : tr("%1\nRequest %2", "error text, request id").arg(text, error.requestId);
    m_message->set(Icon::Error, tr("This could not be loaded"), request, tr("Try again"));
    enter(State::Error, m_message);
}

void StateStack::showOffline(const QString &text)
{
    m_message->set(Icon::Offline, tr("No connection to the server"), text, tr("Try again"));
    enter(State::Offline, m_message);
}

void StateStack::enter(State state, QWidget *page)
{
    setCurrentWidget(page);
    if (state == m_state)
        return;
    m_state = state;
    Q_EMIT stateChanged(state);
}

} // namespace belvedere
