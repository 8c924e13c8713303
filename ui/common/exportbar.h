// ExportBar: how far an export is, with the way to stop it.
#pragma once

#include "table/tableexport.h"

#include <QWidget>

class QProgressBar;

namespace belvedere {

class ElidedLabel;

class ExportBar : public QWidget {
    Q_OBJECT
public:
    // Hidden while nothing is exported. Going away cancels.
    explicit ExportBar(QWidget *parent = nullptr);
    void start(ExportRequest request); // only while isBusy() is false
    bool isBusy() const { return m_export.isBusy(); }

Q_SIGNALS:
    // Not after cancelling.
    void finished(const belvedere::Result<qint64> &rows, const QString &path);

private:
    void tell(qint64 done, qint64 total);
    ElidedLabel *m_text;
    QProgressBar *m_progress;
    QString m_path;
    TableExport m_export;
};

} // namespace belvedere
