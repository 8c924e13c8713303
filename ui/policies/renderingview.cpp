// The debounced rendering.
#include "ui/policies/renderingview.h"

#include "ui/common/label.h"

#include <QCheckBox>
#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace belvedere {

namespace {

constexpr auto pauseAfterKey = 150ms;
constexpr int tabWidth = 4; // characters
constexpr qsizetype shownBytes = 200'000; // of a rendering; the rest would only slow the window down

struct Shown {
    QString text;
    qsizetype bytes = 0; // of the renderings, as far as they are in the text
    qsizetype all = 0;
};

// At most so many bytes from the start, without half a character at the end.
QByteArray beginning(const QByteArray &bytes, qsizetype most)
{
    if (bytes.size() <= most)
        return bytes;
    qsizetype end = most;
    while (end > 0 && (uchar(bytes[end]) & 0xc0) == 0x80)
        --end;
    return bytes.first(end);
}

Shown shownText(const Rendering &rendering)
{
    Shown shown;
    for (const RenderedText &text : rendering.texts) {
        shown.all += text.content.size();
        if (shown.bytes >= shownBytes)
            continue;
        if (rendering.texts.size() > 1)
            shown.text += u"==> %1\n"_s.arg(text.name);
        const bool isText = !text.content.contains('\0') && text.content.isValidUtf8();
        const qsizetype room = shownBytes - shown.bytes;
        const QByteArray part =
            isText ? beginning(text.content, room) : text.content.first(qMin(room, text.content.size()));
        shown.text += isText ? QString::fromUtf8(part) : QString::fromLatin1(part.toBase64());
        shown.bytes += part.size();
    }
    return shown;
}

} // namespace

RenderingView::RenderingView(const ProfileType &type, QWidget *parent)
    : QWidget(parent)
    , m_type(type)
    , m_secrets(new QCheckBox(tr("Show secrets")))
    , m_about(new Label({}, Label::Style::Small, Tone::Muted))
    , m_text(new QPlainTextEdit)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::s);
    auto *top = new QHBoxLayout;
    top->addWidget(new Label(tr("What goes out"), Label::Style::Strong), 1);
    top->addWidget(m_secrets);
    layout->addLayout(top);
    m_about->setWordWrap(true);
    layout->addWidget(m_about);
    m_text->setReadOnly(true);
    m_text->setTabChangesFocus(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    m_text->setTabStopDistance(m_text->fontMetrics().horizontalAdvance(u' ') * tabWidth);
    m_text->setMinimumHeight(fontMetrics().lineSpacing() * 8);
    m_text->setAccessibleName(tr("The text that goes out to devices"));
    layout->addWidget(m_text, 1);
    m_timer.setSingleShot(true);
    m_timer.setInterval(pauseAfterKey);
    connect(&m_timer, &QTimer::timeout, this, &RenderingView::renderNow);
    connect(m_secrets, &QCheckBox::toggled, this, &RenderingView::renderNow);
}

void RenderingView::setProfile(const QJsonObject &settings, const RenderingIdentity &identity)
{
    m_settings = settings;
    m_identity = identity;
    m_timer.start();
}

void RenderingView::renderNow()
{
    m_timer.stop();
    m_secrets->setVisible(holdsSecrets(m_type, m_settings));
    const bool open = m_secrets->isChecked();
    const Result<Rendering> rendering =
        belvedere::render(m_type, open ? m_settings : withoutSecrets(m_type, m_settings), m_identity, Masks::Kept);
    m_text->setEnabled(bool(rendering));
    if (!rendering) {
        m_about->setText(tr("It is shown as soon as the settings are complete."));
        m_about->show();
        m_text->clear();
        return;
    }
    const Shown shown = shownText(rendering.value());
    QStringList about;
    if (shown.text.contains(QString::fromUtf16(secretMask)))
        about.append(tr("Dots stand for secrets."));
    if (shown.bytes < shown.all) {
        const QLocale locale;
        about.append(tr("Only the first %1 of %2 are shown; devices and exports get all of it.", "sizes of text")
                         .arg(locale.formattedDataSize(shown.bytes), locale.formattedDataSize(shown.all)));
    }
    m_about->setText(about.join(u' '));
    m_about->setVisible(!about.isEmpty());
    if (shown.text != m_text->toPlainText())
        m_text->setPlainText(shown.text);
}

} // namespace belvedere
