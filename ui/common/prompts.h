// Prompts: every question to the person at the window goes through this interface, so that tests can answer.
#pragma once

#include "ui/common/severity.h"

#include <functional>
#include <QStringList>

class QWidget;

namespace belvedere {

struct Effect {
    Severity severity = Severity::Info;
    QString text; // what really happens, for which devices: a whole sentence
};

struct Question {
    QString title; // "Wipe 12 devices?"
    QString text;
    QList<Effect> effects;
    QString accept; // the button: the verb and its object, never "OK"
    QString typed; // must be typed before `accept` works; empty: nothing
    bool destructive = false;
};

struct FileRequest {
    QString title;
    QString suggested; // file name, for saving
    QStringList filters; // as of QFileDialog: "CSV (*.csv)"
};

// No call blocks. An answer comes later, at most once, and never after `parent` is gone.
class Prompts {
public:
    virtual ~Prompts() = default;
    virtual void confirm(QWidget *parent, const Question &question, std::function<void(bool accepted)> done) = 0;
    // An empty path: the person gave up.
    virtual void openFile(QWidget *parent, const FileRequest &request, std::function<void(const QString &)> done) = 0;
    virtual void saveFile(QWidget *parent, const FileRequest &request, std::function<void(const QString &)> done) = 0;
};

} // namespace belvedere
