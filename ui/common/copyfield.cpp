// Copying, and taking a secret back out of the clipboard.
#include "ui/common/copyfield.h"

#include "ui/common/buttons.h"

#include <QApplication>
#include <QClipboard>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMimeData>
#include <QTimer>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

void forget(const QString &text)
{
    if (QClipboard *clipboard = QApplication::clipboard(); clipboard && clipboard->text() == text)
        clipboard->clear();
}

} // namespace

CopyField::CopyField(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_button(iconButton(Icon::Copy, tr("Copy %1", "name of a field").arg(name), this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::xs);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_button);
    m_edit->setReadOnly(true);
    m_edit->setAccessibleName(name);
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    m_edit->setFont(font);
    setFocusProxy(m_edit);
    connect(m_button, &QToolButton::clicked, this, &CopyField::copy);
}

void CopyField::setText(const QString &text)
{
    m_edit->setText(text);
    m_edit->setCursorPosition(0);
}

QString CopyField::text() const { return m_edit->text(); }

void CopyField::setExpiry(std::chrono::milliseconds time) { m_expiry = time; }

void CopyField::copy()
{
    auto *data = new QMimeData;
    data->setText(text());
    if (m_expiry.count() > 0)
        data->setData(u"x-kde-passwordManagerHint"_s, "secret");
    QApplication::clipboard()->setMimeData(data);
    if (m_expiry.count() > 0) {
        // the field may be gone by then, the secret must go all the same
        QTimer::singleShot(m_expiry, qApp, [text = text()] { forget(text); });
    }
    m_button->setIcon(icon(Icon::Check, Tone::Ok));
    QTimer::singleShot(1500, this, [this] { m_button->setIcon(icon(Icon::Copy, Tone::Muted)); });
    Q_EMIT copied();
}

} // namespace belvedere
