// Writing in the background.
#include "table/tableexport.h"

#include "table/csv.h"
#include "table/exporterror.h"
#include "table/selection.h"
#include "table/xlsx.h"

#include <filesystem>
#include <QFile>
#include <QFileInfo>
#include <QPointer>
#include <QTemporaryFile>
#include <QThreadPool>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr qint64 stepRows = 2'000;
constexpr int reports = 50;

ApiError fileError(const QString &detail) { return exportError(u"export.file"_s, detail); }

ApiError cancelled()
{
    ApiError error;
    error.kind = ApiError::Kind::Cancelled;
    error.code = u"cancelled"_s;
    return error;
}

using Report = std::function<void(qint64 done)>;

// `step` returns the rows done so far.
template<class Step>
Result<Done> allRows(const ExportRequest &request, const StopFlag &stop, const Report &report, Step step)
{
    const qint64 total = request.view->count();
    const qint64 interval = std::max<qint64>(stepRows, total / reports);
    qint64 reported = 0;
    // one step at least, for the heading
    for (qint64 done = -1; done < total;) {
        if (stop)
            return cancelled();
        const Result<qint64> rows = step();
        if (!rows)
            return rows.error();
        done = rows.value();
        if (done - reported >= interval || done == total)
            report(reported = done);
    }
    return Done{};
}

Result<Done> write(const ExportRequest &request, const QString &path, const StopFlag &stop, const Report &report)
{
    if (request.format == ExportFormat::Xlsx) {
        XlsxWriter writer(request.view, request.columns, request.display, path);
        const Result<Done> rows = allRows(request, stop, report, [&writer] { return writer.step(stepRows); });
        return rows ? writer.finish() : rows;
    }
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate))
        return fileError(file.errorString());
    CsvWriter writer(request.view, request.columns, request.display);
    const Result<Done> rows = allRows(request, stop, report, [&] { return writer.step(file, stepRows); });
    if (!rows)
        return rows;
    if (!file.flush())
        return fileError(file.errorString());
    return Done{};
}

// Beside the target first, so that no half-written file ever has its name.
Result<qint64> writeWhole(const ExportRequest &request, const StopFlag &stop, const Report &report)
{
    const QFileInfo target(request.path);
    QTemporaryFile part(target.absolutePath() + u"/."_s + target.fileName() + u".XXXXXX"_s);
    if (!part.open())
        return fileError(part.errorString());
    part.close();
    const Result<Done> written = write(request, part.fileName(), stop, report);
    if (!written)
        return written.error();
    if (stop)
        return cancelled();
    std::error_code error;
    std::filesystem::rename(part.fileName().toStdU16String(), target.absoluteFilePath().toStdU16String(), error);
    if (error)
        return fileError(QString::fromStdString(error.message()));
    part.setAutoRemove(false);
    return qint64(request.view->count());
}

} // namespace

ViewPointer tickedRows(const ViewPointer &view, const Selection &selection)
{
    auto ticked = std::make_shared<View>();
    ticked->snapshot = view->snapshot;
    const auto rows = std::make_shared<std::vector<quint32>>();
    std::copy_if(view->rows.begin(), view->rows.end(), std::back_inserter(*rows),
        [&](quint32 row) { return selection.containsRow(*view->snapshot, row); });
    ticked->rows = *rows;
    ticked->storage = rows;
    return ticked;
}

TableExport::TableExport(QObject *parent)
    : QObject(parent)
{
}

TableExport::~TableExport() { cancel(); }

void TableExport::cancel()
{
    if (m_stop)
        *m_stop = true;
}

void TableExport::start(ExportRequest request)
{
    Q_ASSERT(!isBusy());
    m_stop = std::make_shared<StopFlag>(false);
    // What the thread tells goes by way of an object that it keeps alive; only there, in the GUI thread, is looked
    // whether this one still is.
    const std::shared_ptr<QObject> messenger(new QObject, [](QObject *object) { object->deleteLater(); });
    QThreadPool *pool = QThreadPool::globalInstance();
    pool->start([pool, messenger, self = QPointer<TableExport>(this), request = std::move(request), stop = m_stop] {
        pool->releaseThread(); // it is a long job, which must not take the place of the short ones
        const qint64 total = request.view->count();
        const Report report = [&messenger, &self, total](qint64 done) {
            QMetaObject::invokeMethod(
                messenger.get(),
                [self, done, total] {
                    if (self)
                        Q_EMIT self->progress(done, total);
                },
                Qt::QueuedConnection);
        };
        const Result<qint64> rows = writeWhole(request, *stop, report);
        QMetaObject::invokeMethod(
            messenger.get(),
            [self, rows] {
                if (!self)
                    return;
                self->m_stop.reset();
                Q_EMIT self->finished(rows);
            },
            Qt::QueuedConnection);
        pool->reserveThread();
    });
}

} // namespace belvedere
