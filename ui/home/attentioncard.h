// AttentionCard: one number that needs attention, as a button that leads to its devices.
#pragma once

#include "ui/home/attention.h"

#include <QPushButton>

namespace belvedere {

class AttentionCard final : public QPushButton {
    Q_OBJECT
public:
    explicit AttentionCard(QWidget *parent = nullptr);
    void show(const AttentionItem &item);
    const AttentionItem &item() const { return m_item; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    AttentionItem m_item;
};

} // namespace belvedere
