// RenderingView: exactly the text that goes out to devices, a moment after the last key.
#pragma once

#include "profiles/rendering.h"

#include <QTimer>
#include <QWidget>

class QCheckBox;
class QPlainTextEdit;

namespace belvedere {

class Label;

class RenderingView : public QWidget {
    Q_OBJECT
public:
    // `type` outlives it.
    explicit RenderingView(const ProfileType &type, QWidget *parent = nullptr);
    // Settings may hold masks. What is shown follows about 150 ms behind.
    void setProfile(const QJsonObject &settings, const RenderingIdentity &identity);
    bool isSettled() const { return !m_timer.isActive(); }

private:
    void renderNow();

    const ProfileType &m_type;
    QJsonObject m_settings;
    RenderingIdentity m_identity;
    QTimer m_timer;
    QCheckBox *m_secrets;
    Label *m_about;
    QPlainTextEdit *m_text;
};

} // namespace belvedere
