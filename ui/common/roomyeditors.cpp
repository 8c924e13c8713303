// Editors of several lines.
#include "ui/common/roomyeditors.h"

#include "query/describe.h"
#include "query/parser.h"
#include "ui/common/label.h"
#include "ui/common/querybox.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QPlainTextEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class LinesEditor final : public FieldEditor {
public:
    LinesEditor(const Field &field, const EditorHint &hint, QWidget *parent)
        : FieldEditor(new QPlainTextEdit, parent)
        , m_isSet(field.kind == Kind::Set)
    {
        edit()->setTabChangesFocus(true);
        edit()->setPlaceholderText(hint.placeholder);
        edit()->setLineWrapMode(m_isSet ? QPlainTextEdit::NoWrap : QPlainTextEdit::WidgetWidth);
        edit()->setFixedHeight(edit()->fontMetrics().lineSpacing() * 3 + space::l + space::xs);
        connect(edit(), &QPlainTextEdit::textChanged, this, &FieldEditor::edited);
    }
    void setCell(const Cell &cell) override
    {
        const QSignalBlocker quiet(edit());
        m_emptyIsKnown = std::holds_alternative<QStringList>(cell);
        if (const auto *set = std::get_if<QStringList>(&cell))
            edit()->setPlainText(set->join(u'\n'));
        else if (const auto *text = std::get_if<QString>(&cell))
            edit()->setPlainText(*text);
        else
            edit()->clear();
    }
    Cell cell() const override
    {
        const QString text = edit()->toPlainText().trimmed();
        if (!m_isSet)
            return text.isEmpty() ? Cell() : Cell(text);
        QStringList members = text.split(u'\n', Qt::SkipEmptyParts);
        for (QString &member : members)
            member = member.trimmed();
        members = canonicalSet(members);
        return members.isEmpty() && !m_emptyIsKnown ? Cell() : Cell(members);
    }

private:
    QPlainTextEdit *edit() const { return static_cast<QPlainTextEdit *>(inner()); }
    bool m_isSet;
    bool m_emptyIsKnown = false; // an empty set and no set are two things; typing makes no other of them
};

class BoxesEditor final : public FieldEditor {
public:
    BoxesEditor(const EditorHint &hint, QWidget *parent)
        : FieldEditor(new QWidget, parent)
    {
        constexpr int columns = 3;
        auto *grid = new QGridLayout(inner());
        grid->setContentsMargins(0, space::xs, 0, space::xs);
        grid->setSpacing(space::xs);
        for (const Choice &choice : hint.choices) {
            if (!*choice.token)
                continue;
            auto *box = new QCheckBox(QCoreApplication::translate(hint.context, choice.label));
            box->setObjectName(QString::fromLatin1(choice.token));
            const int at = int(m_boxes.size());
            grid->addWidget(box, at / columns, at % columns);
            connect(box, &QCheckBox::clicked, this, &FieldEditor::edited);
            m_boxes.append(box);
        }
        for (int column = 0; column < columns; ++column)
            grid->setColumnStretch(column, 1);
        int widest = 0; // columns of one form stand below each other
        for (const QCheckBox *box : m_boxes)
            widest = std::max(widest, box->sizeHint().width());
        for (int column = 0; column < columns; ++column)
            grid->setColumnMinimumWidth(column, widest);
        if (!hint.note.isEmpty())
            grid->addWidget(new Label(hint.note, Label::Style::Small, Tone::Muted),
                int(m_boxes.size() + columns - 1) / columns, 0, 1, columns);
        setFocusProxy(m_boxes.first());
    }
    void setCell(const Cell &cell) override
    {
        const auto *set = std::get_if<QStringList>(&cell);
        m_foreign = set ? *set : QStringList();
        for (QCheckBox *box : m_boxes) {
            box->setChecked(m_foreign.contains(box->objectName()));
            m_foreign.removeAll(box->objectName());
        }
    }
    Cell cell() const override
    {
        QStringList members = m_foreign;
        for (const QCheckBox *box : m_boxes) {
            if (box->isChecked())
                members.append(box->objectName());
        }
        return canonicalSet(members);
    }
    void setInvalid(bool) override { } // the line below says it; there is no frame to colour

private:
    QList<QCheckBox *> m_boxes;
    QStringList m_foreign; // words from a newer server stay
};

class QueryEditor final : public FieldEditor {
public:
    QueryEditor(const EditorHint &hint, QWidget *parent)
        : FieldEditor(new QueryBox(hint.placeholder), parent)
        , m_hint(hint)
        , m_sentence(new Label({}, Label::Style::Small, Tone::Muted))
    {
        m_sentence->setWordWrap(true);
        box()->addBelow(m_sentence);
        setFocusProxy(box()->edit());
        connect(box(), &QueryBox::queryEdited, this, [this] {
            read();
            Q_EMIT edited();
        });
    }
    void setCell(const Cell &cell) override
    {
        const QSignalBlocker quiet(box());
        const auto *text = std::get_if<QString>(&cell);
        box()->setText(text ? *text : QString());
        read();
    }
    Cell cell() const override
    {
        const QString text = box()->text().trimmed();
        return text.isEmpty() ? Cell() : Cell(text);
    }
    bool isAcceptable() const override { return !box()->hasError(); }
    void setInvalid(bool invalid) override
    {
        // the box points at the place in the query; a second mark around it would say the same twice
        if (invalid && box()->hasError())
            box()->tell();
    }

private:
    QueryBox *box() const { return static_cast<QueryBox *>(inner()); }
    void read()
    {
        const QueryParse parse = parseQuery(box()->text(), m_hint.fields, m_hint.mode);
        if (!parse) {
            box()->showError(parse.error());
            m_sentence->hide();
            return;
        }
        box()->clearError();
        m_sentence->setText(
            parse.query().isEmpty() ? QString() : sentence(parse.query(), m_hint.fields, m_hint.context));
        m_sentence->setVisible(!m_sentence->text().isEmpty());
    }
    EditorHint m_hint;
    Label *m_sentence;
};

} // namespace

FieldEditor *makeRoomyEditor(const Field &field, const Display &display, QWidget *parent, const EditorHint &hint)
{
    FieldEditor *editor = nullptr;
    switch (hint.style) {
    case EditorHint::Style::Usual:
    case EditorHint::Style::Secret:
        return nullptr;
    case EditorHint::Style::Lines:
        editor = new LinesEditor(field, hint, parent);
        break;
    case EditorHint::Style::Boxes:
        editor = new BoxesEditor(hint, parent);
        break;
    case EditorHint::Style::Query:
        editor = new QueryEditor(hint, parent);
        break;
    }
    editor->setObjectName(QString::fromLatin1(field.name));
    // each box has its own name; the label is that of all of them together
    QWidget *named = hint.style == EditorHint::Style::Boxes ? editor : editor->focusProxy();
    named->setAccessibleName(display.label(field));
    return editor;
}

} // namespace belvedere
