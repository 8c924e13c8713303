// ScreenshotTour: walks through every place in both themes and two sizes and writes a picture of each.
#pragma once

#include "ui/common/theme.h"

#include <QDir>
#include <QElapsedTimer>
#include <QImage>
#include <QObject>
#include <QTimer>
#include <QVariantMap>

namespace belvedere {

class MainWindow;

class ScreenshotTour : public QObject {
    Q_OBJECT
public:
    // `window` is in a site already and outlives the tour.
    ScreenshotTour(MainWindow &window, Theme &theme, const QString &directory, QObject *parent = nullptr);
    // Files are called "NN-place-theme-size.png". A place gets at most 20 s to settle.
    void start();

    const QStringList &written() const { return m_written; } // file names
    const QStringList &problems() const { return m_problems; } // English, for the program's report

Q_SIGNALS:
    void finished();

private:
    struct Stop {
        int number;
        QString place;
        QString state; // of Place::pictureStates, or empty
        QVariantMap arguments;
        Theme::Mode mode;
        bool wide;
    };
    void plan();
    void next();
    void look();
    QImage picture() const;
    void write(const QImage &picture);
    QString fileName(const Stop &stop) const;

    MainWindow &m_window;
    Theme &m_theme;
    QDir m_directory;
    QList<Stop> m_stops;
    qsizetype m_at = -1;
    QImage m_last;
    QElapsedTimer m_waiting;
    QTimer m_timer;
    QStringList m_written;
    QStringList m_problems;
};

// A frame with next to nothing on it: fewer than four colours, or one colour on all but a thousandth of its pixels.
bool isEmptyFrame(const QImage &picture);

} // namespace belvedere
