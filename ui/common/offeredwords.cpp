// The list below the line.
#include "ui/common/offeredwords.h"

#include <QCompleter>
#include <QLineEdit>
#include <QStringListModel>

namespace belvedere {

void offerWords(QLineEdit *edit, const QStringList &words)
{
    auto *model = edit->completer() ? qobject_cast<QStringListModel *>(edit->completer()->model()) : nullptr;
    if (!model) {
        auto *completer = new QCompleter(edit);
        model = new QStringListModel(completer);
        completer->setModel(model);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        edit->setCompleter(completer);
        // after the line has taken it
        QObject::connect(
            completer, qOverload<const QString &>(&QCompleter::activated), edit,
            [edit] { Q_EMIT edit->textEdited(edit->text()); }, Qt::QueuedConnection);
    }
    if (model->stringList() != words)
        model->setStringList(words);
}

} // namespace belvedere
