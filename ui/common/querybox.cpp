// Marking an error inside a line edit, and its words below.
#include "ui/common/querybox.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/common/querychips.h"
#include "ui/common/querycompletion.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace belvedere {

namespace {

constexpr qsizetype mostRecent = 20;
constexpr int restMilliseconds = 2'000;

} // namespace

QueryEdit::QueryEdit(QWidget *parent)
    : QLineEdit(parent)
{
    setMaxLength(4096);
    setClearButtonEnabled(true);
    QAction *recent = addAction(icon(Icon::Filter, Tone::Muted), QLineEdit::LeadingPosition);
    recent->setText(tr("Recent filters"));
    recent->setToolTip(tr("Recent filters (Alt+Down)"));
    connect(recent, &QAction::triggered, this, &QueryEdit::recentRequested);
}

void QueryEdit::setMark(int column, int length)
{
    m_column = column;
    m_length = length;
    update();
}

void QueryEdit::paintEvent(QPaintEvent *event)
{
    QLineEdit::paintEvent(event);
    if (m_length <= 0)
        return;
    // the text scrolls, the cursor tells how far
    const QFontMetrics metrics = fontMetrics();
    const QRect cursor = cursorRect();
    const int origin = cursor.center().x() - metrics.horizontalAdvance(text().left(cursorPosition()));
    const int left = origin + metrics.horizontalAdvance(text().left(m_column));
    const int right =
        std::max(left + 8, origin + metrics.horizontalAdvance(text().left(m_column + std::max(1, m_length))));
    const int y = (height() + metrics.height()) / 2;
    QPainterPath wave(QPointF(left, y));
    for (int x = left, i = 0; x < right; x += 3, ++i)
        wave.lineTo(x + 3, y + (i % 2 == 0 ? -2 : 0));
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(rect().adjusted(space::s, 0, -space::s, 0));
    painter.setPen(QPen(tokensFor(palette()).danger, 1.2));
    painter.drawPath(wave);
}

void QueryEdit::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Down)
        Q_EMIT leftDownwards();
    else if (event->key() == Qt::Key_Escape && !text().isEmpty())
        clear();
    else
        QLineEdit::keyPressEvent(event);
}

QueryBox::QueryBox(const QString &placeholder, QWidget *parent)
    : QWidget(parent)
    , m_edit(new QueryEdit(this))
    , m_message(new Label({}, Label::Style::Small, Tone::Danger, this))
    , m_suggestion(linkButton({}, this))
    , m_chips(new QueryChips(this))
    , m_completion(new QueryCompletion(m_edit))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::xs);
    layout->addWidget(m_edit);
    layout->addWidget(m_chips);
    auto *line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(m_message);
    line->addWidget(m_suggestion);
    line->addStretch(1);
    layout->addLayout(line);
    m_edit->setObjectName(QStringLiteral("query"));
    m_edit->setPlaceholderText(placeholder);
    m_edit->setAccessibleName(tr("Filter"));
    m_message->hide();
    m_suggestion->hide();
    setFocusProxy(m_edit);
    m_pause.setSingleShot(true);
    m_pause.setInterval(500);
    connect(&m_pause, &QTimer::timeout, this, &QueryBox::tell);
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &QueryBox::remember);
    connect(m_edit, &QLineEdit::textChanged, this, &QueryBox::queryEdited);
    connect(m_edit, &QLineEdit::textEdited, &m_rest, qOverload<>(&QTimer::start));
    connect(m_edit, &QLineEdit::returnPressed, this, &QueryBox::tell);
    connect(m_edit, &QLineEdit::returnPressed, this, &QueryBox::remember);
    connect(m_edit, &QueryEdit::recentRequested, m_completion, &QueryCompletion::openRecent);
    connect(m_chips, &QueryChips::removed, this, &QueryBox::chipRemoved);
    connect(m_suggestion, &QPushButton::clicked, this, [this] {
        QString text = m_edit->text();
        text.replace(m_error.column, m_error.length, m_error.suggestion);
        m_edit->setText(text);
        m_edit->setFocus(Qt::OtherFocusReason);
    });
}

void QueryBox::setText(const QString &text)
{
    if (text != m_edit->text())
        m_edit->setText(text);
}

void QueryBox::showError(const QueryError &error)
{
    m_error = error;
    m_edit->setMark(error.column, std::max(1, error.length));
    m_edit->setAccessibleDescription(error.message);
    if (m_message->isVisible())
        tell();
    else
        m_pause.start();
}

void QueryBox::clearError()
{
    m_error = {};
    m_pause.stop();
    m_edit->setMark(0, 0);
    m_edit->setAccessibleDescription({});
    m_message->hide();
    m_suggestion->hide();
}

void QueryBox::tell()
{
    if (!hasError())
        return;
    m_message->setText(m_error.message);
    m_message->show();
    m_suggestion->setText(tr("Use “%1”", "suggestion for a query").arg(m_error.suggestion));
    m_suggestion->setVisible(!m_error.suggestion.isEmpty());
}

void QueryBox::addBelow(QWidget *widget) { layout()->addWidget(widget); }

void QueryBox::setChips(const QList<QueryChip> &chips) { m_chips->set(chips); }

void QueryBox::setRecent(const QStringList &queries)
{
    m_recent = queries.first(std::min(mostRecent, queries.size()));
    m_completion->setRecent(m_recent);
}

void QueryBox::remember()
{
    m_rest.stop();
    const QString text = m_edit->text().trimmed();
    if (text.isEmpty() || hasError())
        return;
    QStringList queries = m_recent;
    // a query that was only typed further is one and the same
    if (!queries.isEmpty() && text.startsWith(queries.first()))
        queries.removeFirst();
    queries.removeAll(text);
    queries.prepend(text);
    setRecent(queries);
}

} // namespace belvedere
