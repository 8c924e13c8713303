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
    apply();
}

void Theme::apply()
{
    QFont font = m_base;
    font.setPointSizeF(points() * m_textScale);
    QApplication::setFont(font);
    QApplication::setPalette(paletteFrom(tokens()));
    qApp->setStyleSheet(styleSheetFrom(tokens(), font.pointSizeF()));
    Q_EMIT changed();
}

double Theme::points() const { return m_base.pointSizeF() > 0 ? m_base.pointSizeF() : 10; }

} // namespace belvedere
