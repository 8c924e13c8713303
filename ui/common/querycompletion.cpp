// The list below the query.
#include "ui/common/querycompletion.h"

#include "ui/common/querybox.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QTimer>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

constexpr int mostRows = 8; // shown at once

// Behind these a value is expected though nothing of it is there yet.
bool expectsValue(const QString &text, int cursor)
{
    static constexpr QStringView ends = u":=<>,";
    return cursor > 0 && ends.contains(text[cursor - 1]);
}

} // namespace

QueryCompletion::QueryCompletion(QueryEdit *edit)
    : QObject(edit)
    , m_edit(edit)
    , m_list(new QListWidget(edit))
{
    m_list->setObjectName(u"completion"_s);
    m_list->setAccessibleName(tr("Suggestions"));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setTextElideMode(Qt::ElideRight);
    m_list->setUniformItemSizes(true);
    m_list->setMouseTracking(true);
    m_list->setProperty("role", u"dropdown"_s);
    m_list->hide();
    edit->installEventFilter(this);
    connect(edit, &QLineEdit::textEdited, this, &QueryCompletion::edited);
    connect(m_list, &QListWidget::itemClicked, this, [this](QListWidgetItem *item) { take(m_list->row(item)); });
}

// Either may go first: the edit, or the window with everything in it.
QueryCompletion::~QueryCompletion() { delete m_list; }

void QueryCompletion::setSource(Source source, const char *context)
{
    m_source = std::move(source);
    m_context = context;
}

bool QueryCompletion::isOpen() const { return m_list->isVisible(); }

void QueryCompletion::close()
{
    if (m_list)
        m_list->hide();
    m_shown = {};
}

void QueryCompletion::edited()
{
    if (!m_source)
        return;
    const QuerySuggestions suggestions = m_source(m_edit->text(), m_edit->cursorPosition());
    if (suggestions.length > 0 || expectsValue(m_edit->text(), m_edit->cursorPosition()))
        fill(suggestions, [this](const QuerySuggestion &suggestion) { return meaning(suggestion); });
    else
        close();
}

void QueryCompletion::open()
{
    if (m_source)
        fill(m_source(m_edit->text(), m_edit->cursorPosition()),
            [this](const QuerySuggestion &suggestion) { return meaning(suggestion); });
}

void QueryCompletion::openRecent()
{
    QuerySuggestions recent;
    recent.length = int(m_edit->text().size());
    for (const QString &query : m_recent)
        recent.items.append({QuerySuggestion::What::Value, query, {}});
    fill(recent, [](const QuerySuggestion &) { return QString(); });
}

QString QueryCompletion::meaning(const QuerySuggestion &suggestion) const
{
    return suggestion.label.isEmpty() ? QString()
                                      : QCoreApplication::translate(m_context, suggestion.label.toUtf8().constData());
}

void QueryCompletion::fill(const QuerySuggestions &suggestions, const Label &label)
{
    const QString typed = m_edit->text().mid(suggestions.start, suggestions.length);
    const bool isTyped = suggestions.items.size() == 1 && suggestions.items.first().text == typed;
    if (suggestions.items.isEmpty() || isTyped) {
        close();
        return;
    }
    m_shown = suggestions;
    m_list->clear();
    for (const QuerySuggestion &suggestion : suggestions.items) {
        const QString means = label(suggestion);
        auto *item = new QListWidgetItem(means.isEmpty()
                ? suggestion.text
                : tr("%1   %2", "what is written, what it means").arg(suggestion.text, means),
            m_list);
        item->setData(Qt::AccessibleTextRole,
            means.isEmpty() ? suggestion.text : tr("%1, %2", "suggestion").arg(suggestion.text, means));
    }
    m_list->setCurrentRow(-1);
    place();
    m_list->show();
    m_list->raise();
}

void QueryCompletion::place()
{
    QWidget *window = m_edit->window();
    if (m_list->parentWidget() != window)
        m_list->setParent(window);
    m_list->ensurePolished(); // only then are the rows as high as they will be
    const int rows = std::min(mostRows, m_list->count());
    const QMargins frame = m_list->contentsMargins();
    const int height = rows * m_list->sizeHintForRow(0) + frame.top() + frame.bottom();
    const int width = std::max(m_edit->width() / 2, std::min(m_edit->width(), m_list->sizeHintForColumn(0) + 40));
    // below the word that is being written
    const int left = std::clamp(m_edit->cursorArea().left() - m_edit->fontMetrics().averageCharWidth() * m_shown.length,
        0, std::max(0, m_edit->width() - width));
    m_list->setGeometry(QRect(m_edit->mapTo(window, QPoint(left, m_edit->height() + 2)), QSize(width, height)));
}

void QueryCompletion::move(int by)
{
    const int count = m_list->count();
    const int row = m_list->currentRow();
    // from the first one upwards, and from the last one downwards, lies what was typed
    const int next = row < 0 ? (by > 0 ? 0 : count - 1) : row + by;
    m_list->setCurrentRow(next >= count ? -1 : next);
}

void QueryCompletion::take(int row)
{
    if (row < 0 || row >= m_shown.items.size())
        return;
    const QuerySuggestion suggestion = m_shown.items[row];
    const int start = m_shown.start;
    QString text = m_edit->text();
    text.replace(start, m_shown.length, suggestion.text);
    close();
    m_edit->setText(text);
    m_edit->setCursorPosition(start + int(suggestion.text.size()));
    if (suggestion.what == QuerySuggestion::What::Field || suggestion.what == QuerySuggestion::What::Operator)
        open(); // the value comes next
}

bool QueryCompletion::handleKey(int key, Qt::KeyboardModifiers modifiers)
{
    if (key == Qt::Key_Space && modifiers == Qt::ControlModifier) {
        open();
        return true;
    }
    if (key == Qt::Key_Down && modifiers == Qt::AltModifier) {
        openRecent();
        return true;
    }
    if (!isOpen())
        return false;
    const int row = m_list->currentRow();
    switch (key) {
    case Qt::Key_Down:
    case Qt::Key_Up:
        move(key == Qt::Key_Down ? 1 : -1);
        return true;
    case Qt::Key_Tab:
        take(std::max(0, row));
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (row >= 0) {
            take(row);
            return true;
        }
        close();
        return false;
    case Qt::Key_Escape:
        close();
        return true;
    default:
        return false;
    }
}

bool QueryCompletion::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (handleKey(key->key(), key->modifiers() & ~Qt::KeypadModifier))
            return true;
    } else if (event->type() == QEvent::FocusOut || event->type() == QEvent::Hide) {
        close();
    }
    return QObject::eventFilter(watched, event);
}

} // namespace belvedere
