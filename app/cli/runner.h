// Runner: signs in, carries out one command, signs out, and knows the exit status.
#pragma once

#include "cli/options.h"
#include "rest/apiclient.h"

namespace belvedere {

// 0 success, 1 failure, 2 bad usage, 3 some devices failed.
enum class ExitStatus { Success = 0, Failure = 1, Usage = 2, Partial = 3 };

class Runner final : public QObject {
    Q_OBJECT
public:
    explicit Runner(CliOptions options);
    void start();

    const CliOptions &options() const { return m_options; }
    // For commands: sends, and ends the run with the error if there is one.
    template<class Op, class F> void send(const Op &operation, F onValue)
    {
        using Value = AnswerValue<Op>;
        m_client->send(operation).then(this, [this, onValue](const Result<Value> &result) {
            if (result)
                onValue(result.value());
            else
                fail(result.error());
        });
    }
    template<class Op, class F> void send(const Op &operation, const CallOptions &callOptions, F onValue)
    {
        using Value = AnswerValue<Op>;
        m_client->send(operation, callOptions).then(this, [this, onValue](const Result<Value> &result) {
            if (result)
                onValue(result.value());
            else
                fail(result.error());
        });
    }
    // The same with an error as something to go on with.
    template<class Op, class F> void ask(const Op &operation, F onResult)
    {
        m_client->send(operation).then(this, onResult);
    }
    // For what makes calls of its own; there once the run has signed in.
    ApiClient &client() { return *m_client; }
    void end(ExitStatus status);
    void fail(const ApiError &error);

Q_SIGNALS:
    void finished(int status);

private:
    void signIn(const QString &password);

    CliOptions m_options;
    std::unique_ptr<ApiClient> m_client;
    bool m_isSignedIn = false;
};

// Carries out the command that the options name; false when there is none of that name.
bool runCommand(Runner &runner);

} // namespace belvedere
