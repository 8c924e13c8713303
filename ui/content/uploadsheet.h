// UploadSheet: a record's form with a file that comes before it: what was typed is sent once the file has arrived.
#pragma once

#include "domain/json.h"
#include "rest/requestscope.h"
#include "ui/content/uploadpart.h"
#include "ui/records/recordsheet.h"

namespace belvedere {

class UploadSheet final : public RecordSheet {
    Q_OBJECT
public:
    // `file` says what the file is; empty: the form is all. `site` and `prompts` outlive the sheet.
    UploadSheet(Site &site, Prompts &prompts, const QString &title, const QString &hint, const QString &accept,
        std::vector<Part> parts, const QString &file, QWidget *window);

    // Below the form.
    void addPart(QWidget *part) { addBelow(part); }
    // Called with the id of the upload, or an empty one without a file: to make() the record.
    std::function<void(const QString &upload)> onArrived;
    // What was typed.
    template<class T> void read(T *typed) const
    {
        static_cast<void>(readRequest(fields<T>(), typed, form()->values(), true));
    }
    // Sends it: the sheet goes, and `then` gets the answer; or it stays and says why it was refused.
    template<class Op, std::invocable<const AnswerValue<Op> &> Then> void make(const Op &operation, Then then)
    {
        using Answer = AnswerValue<Op>;
        m_scope.add(m_site.send(operation)).then(this, [this, then = std::move(then)](const Result<Answer> &made) {
            if (!made) {
                fail(made.error());
                return;
            }
            succeed();
            then(made.value());
        });
    }

private:
    Site &m_site;
    UploadPart *m_part = nullptr;
    RequestScope m_scope;
};

} // namespace belvedere
