// EffectLine: one real effect of an order in a sheet: an icon for its weight and a sentence.
#pragma once

#include "ui/common/prompts.h"

#include <QWidget>

namespace belvedere {

class EffectLine : public QWidget {
    Q_OBJECT
public:
    // `detail` stands below the text in a quieter tone; empty: nothing. `icon` in place of that of the severity.
    explicit EffectLine(const Effect &effect, const QString &detail = {}, QWidget *parent = nullptr,
        std::optional<Icon> icon = std::nullopt);
};

} // namespace belvedere
