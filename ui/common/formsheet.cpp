// Rows of the form, their changes and their errors.
#include "ui/common/formsheet.h"

#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"

#include <QGridLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

FormSheet::FormSheet(
    std::span<const Field> list, Display display, const QStringList &only, QWidget *parent, EditorHints hints)
    : QWidget(parent)
    , m_display(std::move(display))
    , m_hints(std::move(hints))
    , m_message(new InlineMessage(this))
    , m_grid(new QGridLayout)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::s, space::l, space::s);
    layout->addWidget(m_message);
    layout->addLayout(m_grid);
    layout->addStretch(1);
    m_grid->setHorizontalSpacing(space::l);
    m_grid->setVerticalSpacing(space::xs);
    m_grid->setColumnStretch(0, 2);
    m_grid->setColumnStretch(1, 5);
    if (only.isEmpty()) {
        for (const Field &field : list) {
            if (!field.is(Hidden) && field.kind != Kind::List && field.kind != Kind::Object)
                addRow(field);
        }
    }
    for (const QString &name : only) {
        if (const Field *field = findField(list, name))
            addRow(*field);
    }
}

void FormSheet::addRow(const Field &field)
{
    QString label = m_display.label(field);
    if (field.is(Required) && !field.is(ReadOnly))
        label = tr("%1 *", "label of a required field").arg(label);
    Row row{&field, new Label(label, Label::Style::Body, Tone::Muted, this),
        new Label({}, Label::Style::Body, Tone::Text, this),
        field.is(ReadOnly) ? nullptr
                           : FieldEditor::make(field, m_display, this, m_hints.value(QString::fromLatin1(field.name))),
        new Label({}, Label::Style::Small, Tone::Danger, this), {}};
    row.name->setWordWrap(true);
    row.text->setWordWrap(true);
    row.text->setSelectable(true);
    row.text->setContentsMargins(0, space::xs, 0, space::xs);
    row.name->setContentsMargins(0, space::xs, 0, space::xs);
    row.error->setWordWrap(true);
    row.error->hide();
    if (field.personal != Personal::No)
        row.name->setToolTip(tr("Personal data: looking at it or changing it may be recorded."));
    const int line = int(m_rows.size()) * 2;
    m_grid->addWidget(row.name, line, 0, Qt::AlignTop);
    if (field.personal != Personal::No) {
        auto *mark = new QLabel(this);
        mark->setPixmap(iconPixmap(
            Icon::Personal, std::max(16, fontMetrics().height()), tokensFor(palette()).muted, devicePixelRatioF()));
        mark->setToolTip(row.name->toolTip());
        mark->setContentsMargins(0, space::xs, 0, 0);
        m_grid->addWidget(mark, line, 2, Qt::AlignTop);
    }
    m_grid->addWidget(row.text, line, 1, Qt::AlignTop);
    if (row.editor) {
        m_grid->addWidget(row.editor, line, 1, Qt::AlignTop);
        row.name->setBuddy(row.editor);
        const size_t index = m_rows.size();
        connect(row.editor, &FieldEditor::edited, this, [this, index] {
            onEdited(index);
            Q_EMIT edited();
        });
    }
    m_grid->addWidget(row.error, line + 1, 1);
    m_rows.push_back(row);
    showRow(m_rows.back());
}

void FormSheet::showRow(const Row &row)
{
    const bool editing = m_editable && row.editor;
    const QString text = isKnown(row.loaded) ? m_display.detail(row.loaded, *row.field) : QString();
    row.text->setText(text.isEmpty() ? tr("Not known") : text);
    row.text->setTone(text.isEmpty() ? Tone::Muted : Tone::Text);
    row.text->setAccessibleName(tr("%1: %2", "label, value").arg(row.name->text(), row.text->text()));
    row.text->setVisible(!editing);
    if (row.editor)
        row.editor->setVisible(editing);
}

void FormSheet::load(const void *entity)
{
    for (Row &row : m_rows) {
        row.loaded = row.field->get(entity);
        if (row.editor)
            row.editor->setCell(row.loaded);
        showRow(row);
    }
    setErrors({});
    onEdited(0);
}

void FormSheet::setEditable(bool editable)
{
    m_editable = editable;
    for (const Row &row : m_rows)
        showRow(row);
}

bool FormSheet::has(QStringView field) const
{
    return std::any_of(
        m_rows.begin(), m_rows.end(), [field](const Row &row) { return field == QLatin1StringView(row.field->name); });
}

bool FormSheet::isAcceptable(QStringView field) const
{
    return std::all_of(m_rows.begin(), m_rows.end(), [field](const Row &row) {
        return field != QLatin1StringView(row.field->name) || !row.editor || row.editor->isAcceptable();
    });
}

void FormSheet::enter(QStringView field, const Cell &value)
{
    for (size_t i = 0; i < m_rows.size(); ++i) {
        const Row &row = m_rows[i];
        if (field != QLatin1StringView(row.field->name) || !row.editor || row.editor->cell() == value)
            continue;
        row.editor->setCell(value);
        onEdited(i);
        Q_EMIT edited();
    }
}

bool FormSheet::isDirty() const
{
    return std::any_of(
        m_rows.begin(), m_rows.end(), [](const Row &row) { return row.editor && !(row.editor->cell() == row.loaded); });
}

QJsonObject FormSheet::changes() const
{
    QJsonObject result;
    for (const Row &row : m_rows) {
        if (!row.editor)
            continue;
        if (const Cell now = row.editor->cell(); !(now == row.loaded))
            result.insert(QString::fromLatin1(row.field->name), isKnown(now) ? cellToJson(now) : QJsonValue::Null);
    }
    return result;
}

QJsonObject FormSheet::values() const
{
    QJsonObject result;
    for (const Row &row : m_rows) {
        if (!row.editor)
            continue;
        if (const Cell now = row.editor->cell(); isKnown(now))
            result.insert(QString::fromLatin1(row.field->name), cellToJson(now));
    }
    return result;
}

bool FormSheet::check()
{
    QList<FieldError> errors;
    for (const Row &row : m_rows) {
        if (!row.editor)
            continue;
        const QString name = QString::fromLatin1(row.field->name);
        if (!row.editor->isAcceptable())
            errors.append({name, tr("This is not a value for this field.")});
        else if (row.field->is(Required) && !isKnown(row.editor->cell()))
            errors.append({name, tr("This is needed.")});
    }
    setErrors(errors);
    return errors.isEmpty();
}

void FormSheet::setErrors(const QList<FieldError> &errors)
{
    if (FieldEditor *refused = mark(errors))
        refused->setFocus(Qt::OtherFocusReason);
}

FieldEditor *FormSheet::mark(const QList<FieldError> &errors)
{
    QList<FieldError> others = errors;
    FieldEditor *first = nullptr;
    for (const Row &row : m_rows) {
        QString text;
        others.removeIf([&](const FieldError &error) {
            if (error.field != QLatin1StringView(row.field->name))
                return false;
            text = error.message;
            return true;
        });
        row.error->setText(text);
        row.error->setVisible(!text.isEmpty());
        if (!row.editor)
            continue;
        row.editor->setInvalid(!text.isEmpty());
        row.editor->focusProxy()->setAccessibleDescription(text);
        if (!text.isEmpty() && !first)
            first = row.editor;
    }
    QStringList lines;
    for (const FieldError &error : others)
        lines.append(
            error.field.isEmpty() ? error.message : tr("%1: %2", "field, error").arg(error.field, error.message));
    if (lines.isEmpty())
        m_message->hide();
    else
        m_message->showMessage(Severity::Danger, lines.join(u'\n'));
    return first;
}

void FormSheet::onEdited(size_t row)
{
    if (row < m_rows.size() && m_rows[row].editor) {
        m_rows[row].error->hide();
        m_rows[row].editor->setInvalid(false);
    }
    if (const bool dirty = isDirty(); dirty != m_dirty) {
        m_dirty = dirty;
        Q_EMIT dirtyChanged(dirty);
    }
}

} // namespace belvedere
