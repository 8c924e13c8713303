// A row of buttons.
#include "ui/common/querychips.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int mostLetters = 36;

} // namespace

QueryChips::QueryChips(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::xs);
    setObjectName(u"chips"_s);
    hide();
}

void QueryChips::set(const QList<QueryChip> &chips)
{
    QStringList labels;
    for (const QueryChip &chip : chips)
        labels.append(chip.label);
    if (labels == m_labels)
        return;
    m_labels = labels;
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        // the button that was pressed may still be on the stack
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    const qsizetype shown = std::min(mostShown, chips.size());
    for (qsizetype i = 0; i < shown; ++i) {
        const QString &label = chips[i].label;
        auto *chip = new QPushButton(icon(Icon::Close, Tone::Muted),
            fontMetrics().elidedText(label, Qt::ElideRight, mostLetters * fontMetrics().averageCharWidth()), this);
        chip->setProperty("chip", true);
        chip->setToolTip(label);
        chip->setAccessibleName(tr("Take away: %1", "condition of a filter").arg(label));
        chip->setLayoutDirection(layoutDirection() == Qt::LeftToRight ? Qt::RightToLeft : Qt::LeftToRight);
        connect(chip, &QPushButton::clicked, this, [this, i] { Q_EMIT removed(i); });
        m_layout->addWidget(chip);
    }
    if (chips.size() > shown)
        m_layout->addWidget(new Label(
            tr("and %n more", "conditions", int(chips.size() - shown)), Label::Style::Small, Tone::Muted, this));
    m_layout->addStretch(1);
    setVisible(!chips.isEmpty());
}

} // namespace belvedere
