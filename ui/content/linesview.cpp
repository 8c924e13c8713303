// Lines as labels, or as buttons where they lead somewhere.
#include "ui/content/linesview.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/common/usertext.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace belvedere {

LinesView::LinesView(const QString &heading, const QString &empty, QWidget *parent)
    : QWidget(parent)
    , m_empty(empty)
    , m_lines(new QVBoxLayout)
    , m_note(new Label({}, Label::Style::Small, Tone::Muted, this))
{
    setAccessibleName(heading);
    m_note->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, 0, space::l, 0);
    layout->setSpacing(space::xs);
    layout->addWidget(new Label(heading, Label::Style::Strong, Tone::Text, this));
    m_lines->setSpacing(space::xs);
    layout->addLayout(m_lines);
    layout->addWidget(m_note);
}

void LinesView::clear()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater(); // a line may be opened from its own button
        }
        delete item;
    }
}

void LinesView::showLoading()
{
    clear();
    m_note->setText(tr("Loading…"));
    m_note->show();
}

void LinesView::showError(const ApiError &error)
{
    clear();
    m_note->setText(userText(error));
    m_note->show();
}

void LinesView::showLines(const QList<Line> &lines, const QString &more)
{
    clear();
    for (const Line &line : lines) {
        auto *row = new QWidget(this);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(space::s);
        if (line.open) {
            QPushButton *button = linkButton(line.text, row);
            button->setAccessibleName(line.detail.isEmpty() ? line.text : tr("%1, %2").arg(line.text, line.detail));
            connect(button, &QPushButton::clicked, this, line.open);
            layout->addWidget(button);
        } else {
            auto *text = new Label(line.text, Label::Style::Body, Tone::Text, row);
            text->setWordWrap(true);
            text->setSelectable(true);
            layout->addWidget(text);
        }
        layout->addWidget(new Label(line.detail, Label::Style::Small, Tone::Muted, row));
        layout->addStretch(1);
        m_lines->addWidget(row);
    }
    m_note->setText(lines.isEmpty() ? m_empty : more);
    m_note->setVisible(!m_note->text().isEmpty());
}

} // namespace belvedere
