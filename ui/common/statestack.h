// StateStack: a page's content, or in its stead the reason why there is none.
#pragma once

#include "base/apierror.h"
#include "ui/common/icons.h"

#include <QStackedWidget>

namespace belvedere {

class EmptyState;

class StateStack : public QStackedWidget {
    Q_OBJECT
public:
    enum class State : quint8 { Loading, Empty, Error, Offline, Content };
    Q_ENUM(State)

    // Takes ownership of `content`; starts in Loading.
    explicit StateStack(QWidget *content, QWidget *parent = nullptr);

    State state() const { return m_state; }
    QWidget *content() const { return m_content; }
    void showContent();
    // `what` is a whole phrase, e.g. tr("Loading devices…").
    void showLoading(const QString &what);
    void showEmpty(Icon which, const QString &title, const QString &text, const QString &action = {});
    void showError(const ApiError &error); // offers to try again
    void showOffline(const QString &text); // offers to try again

Q_SIGNALS:
    void stateChanged(belvedere::StateStack::State state);
    void retryRequested();
    void emptyActionTriggered();

private:
    void enter(State state, QWidget *page);
    State m_state = State::Loading;
    QWidget *m_content;
    class LoadingPage *m_loading;
    EmptyState *m_message;
};

} // namespace belvedere
