// Asking through sheets and file dialogs.
#include "ui/common/windowprompts.h"

#include "ui/common/confirmsheet.h"

#include <QFileDialog>

namespace belvedere {

namespace {

void askForFile(QWidget *parent, const FileRequest &request, QFileDialog::AcceptMode mode,
    std::function<void(const QString &)> done)
{
    auto *dialog = new QFileDialog(parent, request.title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(mode);
    dialog->setFileMode(mode == QFileDialog::AcceptSave ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    dialog->setNameFilters(request.filters);
    if (!request.suggested.isEmpty())
        dialog->selectFile(request.suggested);
    QObject::connect(dialog, &QDialog::finished, parent, [dialog, done](int result) {
        done(result == QDialog::Accepted ? dialog->selectedFiles().value(0) : QString());
    });
    dialog->open();
}

} // namespace

void WindowPrompts::confirm(QWidget *parent, const Question &question, std::function<void(bool)> done)
{
    auto *sheet = new ConfirmSheet(question, parent->window());
    QObject::connect(sheet, &ConfirmSheet::answered, parent, done);
    sheet->open();
}

void WindowPrompts::openFile(QWidget *parent, const FileRequest &request, std::function<void(const QString &)> done)
{
    askForFile(parent, request, QFileDialog::AcceptOpen, std::move(done));
}

void WindowPrompts::saveFile(QWidget *parent, const FileRequest &request, std::function<void(const QString &)> done)
{
    askForFile(parent, request, QFileDialog::AcceptSave, std::move(done));
}

} // namespace belvedere
