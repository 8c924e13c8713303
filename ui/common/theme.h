// Theme: puts style, palette, style sheet and font on the application, following the system or a person's choice.
#pragma once

#include "ui/common/tokens.h"

#include <QFont>
#include <QObject>

namespace belvedere {

class SystemScheme;

class Theme : public QObject {
    Q_OBJECT
public:
    enum class Mode : quint8 { System, Light, Dark };
    Q_ENUM(Mode)

    // Applies Fusion and the system's theme to the QApplication, which must exist and outlive this object.
    explicit Theme(QObject *parent = nullptr);
    ~Theme() override;

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    bool isDark() const;
    const Tokens &tokens() const { return isDark() ? darkTokens() : lightTokens(); }

    // Factor on the system's text size, clamped to 0.8..2.5.
    double textScale() const { return m_textScale; }
    void setTextScale(double factor);

    // Nothing moves by itself: for pictures, tests, and people who asked for it.
    bool animations() const { return m_animations; }
    void setAnimations(bool on) { m_animations = on; }

Q_SIGNALS:
    void changed();

private:
    void apply();
    double points() const; // of the system's text

    SystemScheme *m_system;
    QFont m_base;
    Mode m_mode = Mode::System;
    double m_textScale = 1;
    bool m_animations = true;
};

} // namespace belvedere
