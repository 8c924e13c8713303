// UploadSheet: a record's form with a file that comes before it: what was typed is sent once the file has arrived.
#pragma once

#include "ui/content/uploadpart.h"
#include "ui/records/recordsheet.h"

namespace belvedere {

class UploadSheet final : public RecordSheet {
    Q_OBJECT
public:
    // `file` says what the file is; empty: the form is all. `site` and `prompts` outlive the sheet.
    UploadSheet(Site &site, Prompts &prompts, const QString &title, const QString &hint, const QString &accept,
        std::vector<Part> parts, const QString &file, QWidget *window);

    // Called with the id of the upload, or an empty one without a file: to submit() the record.
    std::function<void(const QString &upload)> onArrived;
    // Where it is the upload that was refused, the next try sends the file again.
    void fail(const ApiError &error) override;

protected:
    void onEscape() override; // a person gives the upload up

private:
    UploadPart *m_part = nullptr;
};

} // namespace belvedere
