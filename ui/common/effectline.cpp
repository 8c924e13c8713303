// Layout of one effect.
#include "ui/common/effectline.h"

#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace belvedere {

EffectLine::EffectLine(const Effect &effect, const QString &detail, QWidget *parent, std::optional<Icon> icon)
    : QWidget(parent)
{
    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::s);
    auto *picture = new QLabel(this);
    const QColor colour = tokensFor(palette()).of(toneOf(effect.severity));
    picture->setPixmap(iconPixmap(icon.value_or(iconOf(effect.severity)), 18, colour, devicePixelRatioF()));
    line->addWidget(picture, 0, Qt::AlignTop);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    auto *text = new Label(effect.text, detail.isEmpty() ? Label::Style::Body : Label::Style::Strong, Tone::Text, this);
    text->setWordWrap(true);
    texts->addWidget(text);
    if (!detail.isEmpty()) {
        auto *more = new Label(detail, Label::Style::Body, Tone::Muted, this);
        more->setWordWrap(true);
        texts->addWidget(more);
    }
    line->addLayout(texts, 1);
}

} // namespace belvedere
