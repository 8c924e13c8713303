// UploadSheet: a record's form with a file that comes before it: what was typed is sent once the file has arrived.
#pragma once

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

    // Null without a file.
    UploadPart *part() const { return m_part; }
    // Below the form.
    void addPart(QWidget *part) { addBelow(part); }
    RequestScope &scope() { return m_scope; }
    // Called with the id of the upload, or an empty one without a file: to make the record. The sheet waits for
    // succeed() or fail().
    std::function<void(const QString &upload)> onArrived;

private:
    UploadPart *m_part = nullptr;
    RequestScope m_scope;
};

} // namespace belvedere
