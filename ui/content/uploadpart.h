// UploadPart: the part of a form where a file is chosen and brought to the server, with progress, pause and resume.
#pragma once

#include "rest/uploader.h"
#include "sites/site.h"
#include "ui/common/prompts.h"

#include <QPointer>
#include <QWidget>

class QProgressBar;
class QPushButton;

namespace belvedere {

class Label;

class UploadPart final : public QWidget {
    Q_OBJECT
public:
    // `label` says what the file is: "Package". `site` and `prompts` outlive the part.
    UploadPart(Site &site, Prompts &prompts, const QString &label, QWidget *parent = nullptr);
    ~UploadPart() override; // what is under way stays on the server, and the next upload of the file goes on with it

    const QString &path() const { return m_path; } // empty: none chosen yet
    void choose(const QString &path);
    // Sends what was chosen; arrived() or failed() follows. A file that has arrived already is not sent again.
    void send();
    void giveUp(); // the server forgets an upload that was begun here and is under way
    void forgetArrived(); // the server does not have it any more: the next send() brings the file again
    // Marks that a file is missing.
    void showMissing();

Q_SIGNALS:
    void chosen(const QString &path);
    void arrived(const QString &upload); // id
    void failed(const belvedere::ApiError &error);

private:
    void ask();
    void follow();

    Site &m_site;
    Prompts &m_prompts;
    QString m_label;
    QString m_path;
    QString m_arrived; // id of the upload of m_path
    QPointer<Uploader> m_uploader;
    QPushButton *m_choose;
    QPushButton *m_pause;
    Label *m_file;
    Label *m_status;
    QProgressBar *m_bar;
};

} // namespace belvedere
