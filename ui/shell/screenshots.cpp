// The stops of the tour, and when a picture may be taken.
#include "ui/shell/screenshots.h"

#include "ui/shell/mainwindow.h"
#include "ui/shell/navpanel.h"

#include <QApplication>
#include <QHash>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int patience = 20'000; // milliseconds for one place
constexpr int interval = 40;

} // namespace

bool isEmptyFrame(const QImage &picture)
{
    if (picture.isNull())
        return true;
    QHash<QRgb, int> colours;
    // every third pixel of every third row is plenty
    int looked = 0;
    for (int y = 0; y < picture.height(); y += 3) {
        for (int x = 0; x < picture.width(); x += 3) {
            ++colours[picture.pixel(x, y)];
            ++looked;
        }
    }
    const int most = *std::max_element(colours.cbegin(), colours.cend());
    return colours.size() < 4 || looked - most < looked / 1000;
}

ScreenshotTour::ScreenshotTour(MainWindow &window, Theme &theme, const QString &directory, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_theme(theme)
    , m_directory(directory)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ScreenshotTour::look);
}

void ScreenshotTour::start()
{
    m_theme.setAnimations(false);
    if (!m_directory.mkpath(u"."_s)) {
        m_problems.append(u"The directory %1 cannot be made."_s.arg(m_directory.path()));
        Q_EMIT finished();
        return;
    }
    plan();
    next();
}

void ScreenshotTour::plan()
{
    QList<Stop> stops;
    int number = 0;
    for (const QString &id : m_window.navigation()->placeIds()) {
        ++number;
        // a place is made by going there, and only then can say what else is worth a picture
        m_window.navigator().go(id);
        stops.append(Stop{number, id, {}, {}, Theme::Mode::Light, true});
        const Place *place = m_window.currentPlace();
        for (const auto &[state, arguments] : place->pictureStates())
            stops.append(Stop{number, id, state, arguments, Theme::Mode::Light, true});
    }
    // changing the theme and the size is dear, so they change seldom
    for (const Theme::Mode mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
        for (const bool wide : {true, false}) {
            for (Stop stop : stops) {
                stop.mode = mode;
                stop.wide = wide;
                m_stops.append(stop);
            }
        }
    }
}

void ScreenshotTour::next()
{
    if (++m_at >= m_stops.size()) {
        Q_EMIT finished();
        return;
    }
    while (QWidget *popup = QApplication::activePopupWidget())
        popup->close();
    const Stop &stop = m_stops[m_at];
    m_theme.setMode(stop.mode);
    m_window.resize(stop.wide ? QSize(1440, 900) : QSize(900, 700));
    m_window.navigator().go(stop.place, stop.arguments);
    m_last = {};
    m_waiting.start();
    m_timer.start(interval);
}

void ScreenshotTour::look()
{
    const bool late = m_waiting.elapsed() > patience;
    const Place *place = m_window.currentPlace();
    if (place && place->isSettled()) {
        const QImage picture = this->picture();
        if (picture == m_last) {
            write(picture);
            next();
            return;
        }
        m_last = picture;
    }
    if (late) {
        m_problems.append(u"%1: the place did not settle."_s.arg(fileName(m_stops[m_at])));
        next();
        return;
    }
    m_timer.start(interval);
}

// A menu is a window of its own.
QImage ScreenshotTour::picture() const
{
    QImage picture = m_window.grab().toImage();
    if (QWidget *popup = QApplication::activePopupWidget()) {
        QPainter painter(&picture);
        painter.drawPixmap(m_window.mapFromGlobal(popup->mapToGlobal(QPoint(0, 0))), popup->grab());
    }
    return picture;
}

void ScreenshotTour::write(const QImage &picture)
{
    const QString name = fileName(m_stops[m_at]);
    if (isEmptyFrame(picture))
        m_problems.append(u"%1: the frame is empty."_s.arg(name));
    else if (!picture.save(m_directory.filePath(name), "PNG"))
        m_problems.append(u"%1: the file cannot be written."_s.arg(name));
    else
        m_written.append(name);
}

QString ScreenshotTour::fileName(const Stop &stop) const
{
    return u"%1-%2-%3-%4.png"_s.arg(stop.number, 2, 10, QChar(u'0'))
        .arg(stop.state.isEmpty() ? stop.place : QString(stop.place + u"-"_s + stop.state),
            stop.mode == Theme::Mode::Dark ? u"dark"_s : u"light"_s, stop.wide ? u"wide"_s : u"narrow"_s);
}

} // namespace belvedere
