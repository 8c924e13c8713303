// TableExport: what a table shows, into a file, in the background; with progress, and nothing left when cancelled.
#pragma once

#include "base/result.h"
#include "table/display.h"
#include "table/filter.h"
#include "table/view.h"

#include <QObject>

namespace belvedere {

class Selection;

enum class ExportFormat : quint8 { Csv, Xlsx };

struct ExportRequest {
    ViewPointer view;
    std::vector<int> columns; // field numbers, in order
    Display display;
    ExportFormat format = ExportFormat::Csv;
    QString path; // replaced as a whole at the end, or not at all
};

// Only the rows that are ticked, in the order of the view.
ViewPointer tickedRows(const ViewPointer &view, const Selection &selection);

// Lives in the GUI thread; one export at a time.
class TableExport final : public QObject {
    Q_OBJECT

public:
    explicit TableExport(QObject *parent = nullptr);
    // Cancels. Does not wait for the thread that writes: it notices soon, or once the file is packed, and leaves
    // nothing. The program's end waits for it.
    ~TableExport() override;

    void start(ExportRequest request); // only while isBusy() is false
    void cancel();
    bool isBusy() const { return m_stop != nullptr; }

Q_SIGNALS:
    // At most some dozen times in all. `done` == `total`: the file is being packed.
    void progress(qint64 done, qint64 total);
    // Rows written. Errors: csv.write, xlsx.write, export.file; of kind Cancelled after cancel().
    void finished(const belvedere::Result<qint64> &rows);

private:
    std::shared_ptr<StopFlag> m_stop; // of the export that is under way
};

} // namespace belvedere
