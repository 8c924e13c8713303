// Choosing a file, and saying what was chosen.
#include "ui/policies/contenteditor.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/common/prompts.h"
#include "ui/common/readfile.h"
#include "ui/policies/settingwords.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace belvedere {

ContentEditor::ContentEditor(const Setting &setting, Prompts &prompts, QWidget *parent)
    : SettingEditor(setting, parent)
    , m_prompts(prompts)
    , m_choose(plainButton(tr("Choose a file…")))
    , m_remove(linkButton(tr("Take away")))
    , m_about(new Label({}, Label::Style::Body, Tone::Muted))
{
    setInput(m_choose);
    row()->setStretch(0, 0);
    m_about->setWordWrap(true);
    row()->addWidget(m_about, 1);
    row()->addWidget(m_remove);
    connect(m_choose, &QPushButton::clicked, this, &ContentEditor::choose);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        show(QJsonValue::Undefined);
        touch();
    });
}

void ContentEditor::show(const QJsonValue &value)
{
    m_value = value;
    m_about->setText(value.isUndefined() ? tr("No file chosen")
            : value.toString() == secretMask
            ? tr("Unchanged; choose a file to replace it")
            : tr("A file of %1")
                  .arg(QLocale().formattedDataSize(QByteArray::fromBase64(value.toString().toLatin1()).size())));
    m_remove->setVisible(!value.isUndefined());
}

void ContentEditor::choose()
{
    FileRequest request;
    request.title = catalogueText(setting().label);
    m_prompts.openFile(this, request, [this](const QString &path) {
        if (path.isEmpty())
            return;
        const qsizetype limit = setting().length > 0 ? setting().length : maximumContentBytes;
        m_choose->setEnabled(false);
        m_about->setText(tr("Reading the file…"));
        readFileBeside(this, path, limit,
            [this, name = QFileInfo(path).fileName()](const Result<QByteArray> &bytes) { take(name, bytes); });
    });
}

void ContentEditor::take(const QString &name, const Result<QByteArray> &bytes)
{
    m_choose->setEnabled(true);
    if (!bytes) {
        m_about->setText(bytes.error().code == "file.too-large"_L1 ? tr("“%1” is too large.").arg(name)
                                                                   : tr("“%1” cannot be read.").arg(name));
        return;
    }
    show(QString::fromLatin1(bytes.value().toBase64()));
    m_about->setText(
        tr("%1, %2", "name of a file, its size").arg(name, QLocale().formattedDataSize(bytes.value().size())));
    touch();
}

} // namespace belvedere
