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
    const bool isField = std::any_of(error.fields.begin(), error.fields.end(),
        [](const FieldError &refused) { return refused.field == "upload"_L1; });
    const bool isGone = isField || error.code == "upload.gone"_L1 || error.code == "upload.unfinished"_L1;
    if (!m_part || !isGone) {
        RecordSheet::fail(error);
        return;
    }
    m_part->forgetArrived();
    ApiError told = error;
    if (isField) {
        // a file has no row of its own in the form
        told.kind = ApiError::Kind::Conflict;
        told.code = u"upload.gone"_s;
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
