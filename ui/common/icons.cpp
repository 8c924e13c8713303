// Rendering, tinting and caching of the icons.
#include "ui/common/icons.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

using namespace Qt::StringLiterals;

// Q_INIT_RESOURCE names a global function, so it cannot stand inside a namespace.
static void initIcons() { Q_INIT_RESOURCE(icons); }

namespace belvedere {

namespace {

constexpr const char *names[] = {"home", "enrol", "devices", "laptop", "desktop", "server", "phone", "tablet",
    "virtual", "person", "persons", "profile", "policy", "rule", "actions", "report", "audit", "account", "settings",
    "search", "filter", "sort", "refresh", "copy", "check", "ok", "warning", "error", "info", "unknown", "more",
    "close", "chevron-down", "chevron-right", "chevron-left", "chevron-up", "lock", "message", "restart", "sync",
    "trash", "tag", "sun", "moon", "site", "sign-out", "download", "eye", "columns", "panel", "menu", "plus", "minus",
    "edit", "offline", "clock", "personal", "application", "deployment", "steps", "block"};
static_assert(std::size(names) == size_t(Icon::Count));

class Engine final : public QIconEngine {
public:
    Engine(Icon which, Tone tone)
        : m_which(which)
        , m_tone(tone)
    {
    }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        const int side = std::min(rect.width(), rect.height());
        QRect target(0, 0, side, side);
        target.moveCenter(rect.center());
        painter->drawPixmap(target, iconPixmap(m_which, side, colour(mode), painter->device()->devicePixelRatioF()));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State) override
    {
        return scaledPixmap(size, mode, QIcon::Off, 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal scale) override
    {
        // `size` is already in device pixels; an oblong one leaves room beside the icon
        const int side = std::min(size.width(), size.height());
        const QPixmap square = iconPixmap(m_which, qRound(side / scale), colour(mode), scale);
        if (size.width() == size.height())
            return square;
        QPixmap result(size);
        result.fill(Qt::transparent);
        result.setDevicePixelRatio(scale);
        const QPoint corner((size.width() - side) / 2, (size.height() - side) / 2); // on a device pixel
        QPainter(&result).drawPixmap(QPointF(corner) / scale, square);
        return result;
    }
    QIconEngine *clone() const override { return new Engine(*this); }
    QString key() const override { return u"belvedere"_s; }
    bool isNull() override { return false; }

private:
    QColor colour(QIcon::Mode mode) const
    {
        const Tokens &tokens = tokensFor(QGuiApplication::palette());
        return mode == QIcon::Disabled ? mixed(tokens.surface, tokens.muted, 0.6) : tokens.of(m_tone);
    }
    Icon m_which;
    Tone m_tone;
};

} // namespace

QPixmap iconPixmap(Icon which, int size, const QColor &colour, qreal devicePixelRatio)
{
    initIcons();
    const QString name = QString::fromLatin1(names[size_t(which)]);
    const QString key = u"belvedere/%1/%2/%3/%4"_s.arg(name).arg(size).arg(colour.rgba()).arg(devicePixelRatio);
    QPixmap pixmap;
    if (size <= 0 || QPixmapCache::find(key, &pixmap))
        return pixmap;
    const int side = qCeil(size * devicePixelRatio);
    pixmap = QPixmap(side, side);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(u":/belvedere/icons/%1.svg"_s.arg(name)).render(&painter, QRectF(0, 0, side, side));
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(pixmap.rect(), colour);
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QIcon icon(Icon which, Tone tone) { return QIcon(new Engine(which, tone)); }

} // namespace belvedere
