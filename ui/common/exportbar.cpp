// Progress of an export.
#include "ui/common/exportbar.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace belvedere {

ExportBar::ExportBar(QWidget *parent)
    : QWidget(parent)
    , m_text(new ElidedLabel({}, Label::Style::Body, Tone::Text, this))
    , m_progress(new QProgressBar(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::l, 0, space::l, space::s);
    layout->setSpacing(space::m);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_progress, 1);
    QPushButton *stop = linkButton(tr("Cancel", "an export"), this);
    layout->addWidget(stop);
    m_progress->setTextVisible(false);
    setObjectName(u"export"_s);
    hide();
    connect(stop, &QPushButton::clicked, &m_export, &TableExport::cancel);
    connect(&m_export, &TableExport::progress, this, &ExportBar::tell);
    connect(&m_export, &TableExport::finished, this, [this](const Result<qint64> &rows) {
        hide();
        if (rows || rows.error().kind != ApiError::Kind::Cancelled)
            Q_EMIT finished(rows, m_path);
    });
}

void ExportBar::start(ExportRequest request)
{
    m_path = request.path;
    tell(0, request.view->count());
    show();
    m_export.start(std::move(request));
}

void ExportBar::tell(qint64 done, qint64 total)
{
    const QLocale locale;
    const QString name = QFileInfo(m_path).fileName();
    m_text->setFullText(done < total ? tr("Exporting %1: %2 of %3 rows", "file, numbers")
                                           .arg(name, locale.toString(done), locale.toString(total))
                                     : tr("Packing %1…", "file").arg(name));
    m_progress->setRange(0, done < total ? 1'000 : 0);
    m_progress->setValue(total > 0 ? int(done * 1'000 / total) : 0);
    m_progress->setAccessibleName(m_text->fullText());
}

} // namespace belvedere
