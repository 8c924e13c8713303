// Rows of editors that come and go.
#include "ui/policies/partrows.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/common/offeredwords.h"

#include <algorithm>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

namespace belvedere {

namespace {

// Those in an editor that Tab leads to, from left to right.
QList<QWidget *> stopsIn(const FieldEditor *editor)
{
    QList<QWidget *> stops = editor->findChildren<QWidget *>();
    stops.removeIf([editor](const QWidget *widget) {
        const bool isOfList = widget->window() != editor->window(); // that drops down
        return isOfList || !(widget->focusPolicy() & Qt::TabFocus) || widget->focusProxy();
    });
    return stops;
}

} // namespace

PartRows::PartRows(std::span<const Field> list, const Display &display, const EditorHints &hints, const Texts &texts,
    int most, QWidget *parent)
    : QWidget(parent)
    , m_fields(list)
    , m_display(display)
    , m_hints(hints)
    , m_removeText(texts.remove)
    , m_most(most)
    , m_error(new Label({}, Label::Style::Small, Tone::Danger))
    , m_head(new QHBoxLayout)
    , m_lines(new QVBoxLayout)
    , m_add(linkButton(texts.add))
{
    setAccessibleName(texts.title);
    m_error->setWordWrap(true);
    m_error->hide();
    m_head->setSpacing(space::s);
    m_head->addWidget(new Label(texts.title, Label::Style::Strong));
    auto *about = new Label(texts.about, Label::Style::Small, Tone::Muted);
    about->setWordWrap(true);
    m_head->addWidget(about, 1);
    m_head->addWidget(m_add);
    m_lines->setSpacing(space::s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addLayout(m_head);
    layout->addWidget(m_error);
    layout->addLayout(m_lines);
    connect(m_add, &QPushButton::clicked, this, [this] {
        appendFresh();
        focusRow(count() - 1);
        Q_EMIT edited();
    });
}

void PartRows::append(const void *part)
{
    auto *frame = new QWidget(this);
    auto *cells = new QHBoxLayout;
    auto *texts = new QHBoxLayout;
    cells->setSpacing(space::s);
    texts->setSpacing(space::s);
    // beside numbers with their names there is no room for texts
    const bool isWide =
        std::any_of(m_fields.begin(), m_fields.end(), [](const Field &field) { return field.kind == Kind::Duration; });
    Row row{frame, {}, {}, new Label({}, Label::Style::Small, Tone::Muted), iconButton(Icon::Close, m_removeText)};
    row.editors.reserve(m_fields.size());
    row.names.reserve(m_fields.size());
    QHBoxLayout *line = cells; // from the first text on the second one
    QList<QWidget *> stopsOfTexts;
    for (const Field &field : m_fields) {
        const EditorHint hint = m_hints.value(QString::fromLatin1(field.name));
        const bool isLong = field.kind == Kind::Text && hint.choices.empty();
        FieldEditor *editor = makeEditor(field, frame);
        if (!editor)
            editor = FieldEditor::make(field, m_display, frame, hint);
        const Cell cell = field.get(part);
        const bool isNothing = cell == Cell(qint64(0)) && !hint.placeholder.isEmpty();
        editor->setCell(isNothing ? Cell() : cell);
        if (auto *edit = editor->findChild<QLineEdit *>(); edit && field.kind == Kind::Duration)
            edit->setPlaceholderText(hint.placeholder);
        if (isLong && isWide)
            line = texts;
        row.names.push_back(nullptr);
        // a number says nothing without its name
        if (field.kind == Kind::Duration || field.kind == Kind::Int) {
            auto *name = new Label(m_display.label(field), Label::Style::Body, Tone::Muted);
            name->setBuddy(editor);
            line->addWidget(name);
            row.names.back() = name;
        }
        line->addWidget(editor, isLong ? 2 : 1);
        (line == texts ? stopsOfTexts : row.stops) += stopsIn(editor);
        connect(editor, &FieldEditor::edited, this, &PartRows::edited);
        row.editors.push_back(editor);
    }
    cells->addWidget(row.remove);
    row.stops.append(row.remove);
    row.stops += stopsOfTexts;
    connect(row.remove, &QToolButton::clicked, this, [this, frame] { drop(frame); });
    row.note->setWordWrap(true);
    row.note->hide();
    auto *layout = new QVBoxLayout(frame);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::xs);
    layout->addLayout(cells);
    layout->addLayout(texts);
    layout->addWidget(row.note);
    m_lines->addWidget(frame);
    frame->show(); // at once: it may be about to take the focus
    m_rows.push_back(std::move(row));
    refresh();
}

// The frame holds the button whose signal is being handled.
void PartRows::drop(QWidget *frame)
{
    const auto row =
        std::find_if(m_rows.begin(), m_rows.end(), [frame](const Row &each) { return each.frame == frame; });
    const auto number = int(row - m_rows.begin());
    m_rows.erase(row);
    m_lines->removeWidget(frame);
    frame->hide();
    frame->deleteLater();
    refresh();
    m_add->setFocus(Qt::OtherFocusReason);
    Q_EMIT dropped(number);
    Q_EMIT edited();
}

void PartRows::clear()
{
    for (const Row &row : m_rows) {
        m_lines->removeWidget(row.frame);
        row.frame->hide();
        row.frame->deleteLater();
    }
    m_rows.clear();
    refresh();
}

void PartRows::read(int row, void *part) const
{
    for (size_t i = 0; i < m_fields.size(); ++i) {
        if (const Cell cell = m_rows[size_t(row)].editors[i]->cell(); isKnown(cell))
            m_fields[i].set(part, cell);
    }
}

void PartRows::setNote(int row, const QString &words, Tone tone)
{
    const Row &shown = m_rows[size_t(row)];
    shown.note->setText(words);
    shown.note->setTone(tone);
    shown.note->setVisible(!words.isEmpty());
    shown.editors.front()->focusProxy()->setAccessibleDescription(words);
}

FieldEditor *PartRows::editor(int row, QStringView field) const
{
    const auto found = std::find_if(m_fields.begin(), m_fields.end(),
        [field](const Field &candidate) { return field == QLatin1StringView(candidate.name); });
    return found == m_fields.end() ? nullptr : m_rows[size_t(row)].editors[size_t(found - m_fields.begin())];
}

void PartRows::showField(int row, QStringView field, bool isShown)
{
    const FieldEditor *shown = editor(row, field);
    const Row &whole = m_rows[size_t(row)];
    for (size_t i = 0; shown && i < whole.editors.size(); ++i) {
        if (whole.editors[i] != shown)
            continue;
        whole.editors[i]->setVisible(isShown);
        if (whole.names[i])
            whole.names[i]->setVisible(isShown);
    }
}

void PartRows::offer(int row, QStringView field, const QList<std::pair<QString, QString>> &answers)
{
    FieldEditor *offering = editor(row, field);
    auto *box = offering ? offering->findChild<QComboBox *>() : nullptr;
    if (!box)
        return;
    const Cell chosen = offering->cell();
    while (box->count() > 1) // the first stands for none
        box->removeItem(1);
    for (const auto &[value, words] : answers)
        box->addItem(words, value);
    offering->setCell(chosen);
}

void PartRows::clearField(int row, QStringView field)
{
    if (FieldEditor *cleared = editor(row, field))
        cleared->setCell({});
}

void PartRows::offer(int row, QStringView field, const QStringList &words)
{
    const FieldEditor *offered = editor(row, field);
    if (auto *edit = offered ? offered->findChild<QLineEdit *>() : nullptr)
        offerWords(edit, words);
}

void PartRows::setError(const QString &words)
{
    m_error->setText(words);
    m_error->setVisible(!words.isEmpty());
}

void PartRows::focusRow(int row) { m_rows[size_t(row)].editors.front()->setFocus(Qt::OtherFocusReason); }

void PartRows::refresh()
{
    m_add->setEnabled(count() < m_most);
    // the keyboard would come to a new row after everything else in the window
    QWidget *before = m_add;
    for (size_t i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows[i];
        row.remove->setAccessibleName(
            tr("%1 (row %2)", "what a button does, number of its row").arg(m_removeText, QString::number(i + 1)));
        for (QWidget *stop : row.stops)
            setTabOrder(std::exchange(before, stop), stop);
    }
}

} // namespace belvedere
