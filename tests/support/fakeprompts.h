// FakePrompts: answers questions with what the test queued, and remembers them.
#pragma once

#include "ui/common/prompts.h"

#include <QList>

namespace belvedere::test {

class FakePrompts final : public Prompts {
public:
    QList<bool> answers; // taken from the front; with none left the answer is no
    QStringList files; // likewise; with none left the person gave up
    std::function<void()> whileAsking; // what goes on before each answer
    QList<Question> questions;
    QList<FileRequest> requests;

    void confirm(QWidget *, const Question &question, std::function<void(bool)> done) override
    {
        questions.append(question);
        if (whileAsking)
            whileAsking();
        done(!answers.isEmpty() && answers.takeFirst());
    }
    void openFile(QWidget *, const FileRequest &request, std::function<void(const QString &)> done) override
    {
        requests.append(request);
        done(files.isEmpty() ? QString() : files.takeFirst());
    }
    void saveFile(QWidget *parent, const FileRequest &request, std::function<void(const QString &)> done) override
    {
        openFile(parent, request, std::move(done));
    }
};

} // namespace belvedere::test
