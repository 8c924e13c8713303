// Applying palette, style sheet and font to the application.
#include "ui/common/theme.h"

#include "ui/common/stylesheet.h"
#include "ui/common/systemscheme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>

using namespace Qt::StringLiterals;

namespace belvedere {

Theme::Theme(QObject *parent)
    : QObject(parent)
    , m_system(new SystemScheme(this))
    , m_base(QApplication::font())
{
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    if (QFontDatabase::hasFamily(u"Inter"_s))
        m_base.setFamilies({u"Inter"_s, m_base.family()});
    // the offscreen platform has no desktop to take a size from
    if (QGuiApplication::platformName() == u"offscreen")
        m_base.setPointSizeF(10);
    connect(m_system, &SystemScheme::changed, this, [this] {
        if (m_mode == Mode::System)
            apply();
    });
    applyFont();
    apply();
}

Theme::~Theme() = default;

bool Theme::isDark() const { return m_mode == Mode::System ? m_system->isDark() : m_mode == Mode::Dark; }

void Theme::setMode(Mode mode)
{
    if (mode == m_mode)
        return;
    m_mode = mode;
    apply();
}

void Theme::setTextScale(double factor)
{
    m_textScale = std::clamp(factor, 0.8, 2.5);
    applyFont();
    Q_EMIT changed();
}

void Theme::applyFont()
{
    QFont font = m_base;
    if (m_base.pointSizeF() > 0)
        font.setPointSizeF(m_base.pointSizeF() * m_textScale);
    else
        font.setPixelSize(qRound(m_base.pixelSize() * m_textScale));
    QApplication::setFont(font);
}

void Theme::apply()
{
    QApplication::setPalette(paletteFrom(tokens()));
    qApp->setStyleSheet(styleSheetFrom(tokens()));
    Q_EMIT changed();
}

} // namespace belvedere
