// LinesView: a short list of lines inside an inspector, loaded when its record is shown, each of which may be opened.
#pragma once

#include "base/apierror.h"

#include <functional>
#include <QWidget>

class QVBoxLayout;

namespace belvedere {

class Label;

class LinesView final : public QWidget {
    Q_OBJECT
public:
    struct Line {
        QString text;
        QString detail; // muted, behind it
        std::function<void()> open = {}; // null: it cannot be opened
    };
    LinesView(const QString &heading, const QString &empty, QWidget *parent = nullptr);
    void showLoading();
    void showError(const ApiError &error);
    // `more`: said below them when these are not all; empty otherwise.
    void showLines(const QList<Line> &lines, const QString &more = {});

private:
    void clear();
    QString m_empty;
    QVBoxLayout *m_lines;
    Label *m_note;
};

} // namespace belvedere
