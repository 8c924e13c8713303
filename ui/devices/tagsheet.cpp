// The form for tags of several devices.
#include "ui/devices/tagsheet.h"

#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QFormLayout>
#include <QFrame>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

TagSheet::TagSheet(int devices, QWidget *window)
    : Overlay(window)
    , m_add(new QLineEdit(card()))
    , m_remove(new QLineEdit(card()))
    , m_accept(primaryButton(tr("Change tags"), card()))
{
    const QString title = tr("Tags of %n device(s)", nullptr, devices);
    setAccessibleName(title);
    m_add->setObjectName(u"addTags"_s);
    m_add->setAccessibleName(tr("Tags to add"));
    m_remove->setObjectName(u"removeTags"_s);
    m_remove->setAccessibleName(tr("Tags to remove"));
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(title, Label::Style::Heading, Tone::Text, card()));
    layout->addWidget(new Label(tr("Several tags are separated by commas."), Label::Style::Body, Tone::Muted, card()));
    auto *form = new QFormLayout;
    form->setSpacing(space::s);
    form->addRow(tr("Add"), m_add);
    form->addRow(tr("Remove"), m_remove);
    layout->addLayout(form);
    QPushButton *cancel = plainButton(tr("Cancel"), card());
    layout->addLayout(buttonRow({cancel, m_accept}));
    m_accept->setEnabled(false);
    const auto refresh = [this] { m_accept->setEnabled(!tags(m_add).isEmpty() || !tags(m_remove).isEmpty()); };
    for (QLineEdit *edit : {m_add, m_remove}) {
        connect(edit, &QLineEdit::textChanged, this, refresh);
        connect(edit, &QLineEdit::returnPressed, m_accept, &QPushButton::click);
    }
    connect(cancel, &QPushButton::clicked, this, &TagSheet::dismiss);
    connect(m_accept, &QPushButton::clicked, this, [this] {
        const QStringList add = tags(m_add);
        const QStringList remove = tags(m_remove);
        dismiss();
        Q_EMIT submitted(add, remove);
    });
}

QWidget *TagSheet::firstFocus() const { return m_add; }

QStringList TagSheet::tags(const QLineEdit *edit)
{
    QStringList tags;
    for (const QString &part : edit->text().split(u',')) {
        if (!part.trimmed().isEmpty())
            tags.append(part.trimmed());
    }
    return tags;
}

} // namespace belvedere
