// First the file, then the record.
#include "ui/content/uploadsheet.h"

using namespace Qt::StringLiterals;

namespace belvedere {

UploadSheet::UploadSheet(Site &site, Prompts &prompts, const QString &title, const QString &hint, const QString &accept,
    std::vector<Part> parts, const QString &file, QWidget *window)
    : RecordSheet(title, hint, accept, std::move(parts), window)
{
    if (!file.isEmpty()) {
        m_part = new UploadPart(site, prompts, file);
        addBelow(m_part);
        connect(m_part, &UploadPart::arrived, this, [this](const QString &upload) {
            if (onArrived)
                onArrived(upload);
        });
        connect(m_part, &UploadPart::failed, this, [this](const ApiError &error) { fail(error); });
    }
    connect(this, &RecordSheet::submitted, this, [this] {
        if (!m_part) {
            if (onArrived)
                onArrived({});
        } else if (m_part->path().isEmpty()) {
            m_part->showMissing();
            fail(validationError({{QString(), tr("A file is needed.")}}));
        } else {
            m_part->send();
        }
    });
}

void UploadSheet::fail(const ApiError &error)
{
    if (m_part && (error.code == "upload.gone"_L1 || error.code == "upload.unfinished"_L1))
        m_part->forgetArrived();
    ApiError told = error;
    for (FieldError &refused : told.fields) {
        if (refused.field != "upload"_L1)
            continue;
        // a file has no row of its own in the form
        refused.field.clear();
        if (m_part)
            refused.message =
                tr("%1: %2", "what the file is, what is wrong").arg(m_part->accessibleName(), refused.message);
    }
    RecordSheet::fail(told);
}

void UploadSheet::onEscape()
{
    if (m_part)
        m_part->giveUp();
    RecordSheet::onEscape();
}

} // namespace belvedere
