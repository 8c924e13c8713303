// Reads org.freedesktop.appearance color-scheme from the XDG desktop portal; Qt 6.4 has no call for it.
#include "ui/common/systemscheme.h"

#include <QGuiApplication>
#include <QPalette>
#ifdef BELVEDERE_DBUS
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#endif

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

const QString appearance = u"org.freedesktop.appearance"_s;
const QString scheme = u"color-scheme"_s;

} // namespace

SystemScheme::SystemScheme(QObject *parent)
    : QObject(parent)
    , m_dark(QGuiApplication::palette().color(QPalette::Window).lightnessF() < 0.5F)
{
#ifdef BELVEDERE_DBUS
    // a picture or a test on the offscreen platform must not depend on the desktop it happens to run in
    if (QGuiApplication::platformName() == u"offscreen")
        return;
    const QString service = u"org.freedesktop.portal.Desktop"_s;
    const QString path = u"/org/freedesktop/portal/desktop"_s;
    const QString interface = u"org.freedesktop.portal.Settings"_s;
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(
        service, path, interface, u"SettingChanged"_s, this, SLOT(onSettingChanged(QString, QString, QDBusVariant)));
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, interface, u"Read"_s);
    call << appearance << scheme;
    auto *watcher = new QDBusPendingCallWatcher(bus.asyncCall(call, 2000), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid())
            take(reply.value().variant());
    });
#endif
}

void SystemScheme::onSettingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
#ifdef BELVEDERE_DBUS
    if (group == appearance && key == scheme)
        take(value.variant());
#else
    Q_UNUSED(group)
    Q_UNUSED(key)
    Q_UNUSED(value)
#endif
}

void SystemScheme::take(const QVariant &value)
{
#ifdef BELVEDERE_DBUS
    // older portals wrap the number twice
    const QVariant inner = value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    const bool dark = inner.toUInt() == 1; // 0 no preference, 1 dark, 2 light
    if (dark == m_dark)
        return;
    m_dark = dark;
    Q_EMIT changed(dark);
#else
    Q_UNUSED(value)
#endif
}

} // namespace belvedere
