// ProgressStrip: the parts of a whole as one bar, with a word and a number for each part below it.
#pragma once

#include "ui/common/severity.h"

#include <QWidget>

namespace belvedere {

class ProgressStrip final : public QWidget {
    Q_OBJECT
public:
    struct Part {
        QString text; // "3 failed"
        qint64 count = 0;
        Severity severity = Severity::Neutral;
    };
    explicit ProgressStrip(QWidget *parent = nullptr);
    // Parts of nothing are left out.
    void setParts(const QList<Part> &parts);
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    // Where each legend stands; returns the height of all lines.
    int layOut(int width, QList<QPoint> *places) const;
    QList<Part> m_parts;
};

} // namespace belvedere
