// PartRows as a person fills them: the editors of a field, choosing, typing, and what can be read.
#pragma once

#include "gui/placefixture.h"
#include "ui/policies/partrows.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>

namespace belvedere::test {

// The editors of one field, by row.
inline QList<FieldEditor *> editors(const PartRows *rows, const QString &field)
{
    QList<FieldEditor *> found;
    for (FieldEditor *editor : rows->findChildren<FieldEditor *>(field)) {
        if (editor->isVisibleTo(rows))
            found.append(editor);
    }
    return found;
}
inline void pick(const FieldEditor *editor, const QString &token)
{
    auto *choice = editor->findChild<QComboBox *>();
    choice->setCurrentIndex(choice->findData(token));
    Q_EMIT choice->activated(choice->currentIndex());
}
inline void write(const FieldEditor *editor, const QString &text)
{
    PlaceFixture::type(editor->findChild<QLineEdit *>(), text);
}
inline QString texts(const QWidget *of)
{
    QStringList all;
    for (const QLabel *label : of->findChildren<QLabel *>()) {
        if (label->isVisible())
            all.append(label->text());
    }
    return all.join(u'\n');
}

} // namespace belvedere::test
