// SystemScheme: whether the desktop wants dark windows, and when that changes.
#pragma once

#include <QObject>
#include <QVariant>

class QDBusVariant;

namespace belvedere {

class SystemScheme : public QObject {
    Q_OBJECT
public:
    // Asks the desktop portal without waiting for it; until it answers, `isDark` goes by the platform's palette.
    explicit SystemScheme(QObject *parent = nullptr);
    bool isDark() const { return m_dark; }

Q_SIGNALS:
    void changed(bool dark);

private Q_SLOTS:
    void onSettingChanged(const QString &group, const QString &key, const QDBusVariant &value);

private:
    void take(const QVariant &value);
    bool m_dark = false;
};

} // namespace belvedere
