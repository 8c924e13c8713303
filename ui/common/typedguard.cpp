// The question and its field.
#include "ui/common/typedguard.h"

#include "ui/common/label.h"

#include <QLineEdit>
#include <QVBoxLayout>

namespace belvedere {

TypedGuard::TypedGuard(QWidget *parent)
    : QWidget(parent)
    , m_ask(new Label({}, Label::Style::Body, Tone::Muted, this))
    , m_edit(new QLineEdit(this))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    m_ask->setWordWrap(true);
    m_ask->setBuddy(m_edit);
    layout->addWidget(m_ask);
    layout->addWidget(m_edit);
    hide();
    connect(m_edit, &QLineEdit::textChanged, this, &TypedGuard::changed);
    connect(m_edit, &QLineEdit::returnPressed, this, &TypedGuard::returnPressed);
}

void TypedGuard::setWanted(const QString &text)
{
    m_wanted = text;
    m_ask->setText(tr("Type “%1” to go on:").arg(text));
    m_edit->setAccessibleName(m_ask->text());
    setVisible(!text.isEmpty());
    Q_EMIT changed();
}

bool TypedGuard::isSatisfied() const { return m_edit->text().trimmed() == m_wanted; }

} // namespace belvedere
