// One small editor a kind.
#include "ui/common/fieldeditor.h"

#include "ui/common/label.h"
#include "ui/common/roomyeditors.h"

#include <QCalendarWidget>
#include <QComboBox>
#include <QCoreApplication>
#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpressionValidator>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class TextEditor final : public FieldEditor {
public:
    TextEditor(const Field &field, const EditorHint &hint, QWidget *parent)
        : FieldEditor(new QLineEdit, parent)
        , m_kind(field.kind)
    {
        edit()->setMaxLength(4096);
        if (isNumber())
            edit()->setValidator(new QRegularExpressionValidator(QRegularExpression(u"-?[0-9]{0,15}"_s), edit()));
        if (hint.style == EditorHint::Style::Secret)
            edit()->setEchoMode(QLineEdit::Password);
        if (m_kind == Kind::Set)
            edit()->setPlaceholderText(FieldEditor::tr("separated by commas"));
        if (!hint.placeholder.isEmpty())
            edit()->setPlaceholderText(hint.placeholder);
        connect(edit(), &QLineEdit::textEdited, this, &FieldEditor::edited);
    }
    void setCell(const Cell &cell) override
    {
        QString text;
        if (const auto *plain = std::get_if<QString>(&cell))
            text = *plain;
        else if (const auto *number = std::get_if<qint64>(&cell))
            text = QString::number(*number);
        else if (const auto *version = std::get_if<Version>(&cell))
            text = version->text();
        else if (const auto *set = std::get_if<QStringList>(&cell))
            text = set->join(u", "_s);
        edit()->setText(text);
    }
    Cell cell() const override
    {
        const QString text = edit()->text().trimmed();
        if (m_kind == Kind::Set) {
            QStringList members = text.split(u',', Qt::SkipEmptyParts);
            for (QString &member : members)
                member = member.trimmed();
            return canonicalSet(members);
        }
        if (text.isEmpty())
            return {};
        if (m_kind == Kind::Version)
            return Version(text);
        if (isNumber())
            return text.toLongLong();
        return text;
    }
    bool isAcceptable() const override
    {
        bool number = false;
        const QString text = edit()->text();
        text.toLongLong(&number);
        return !isNumber() || text.isEmpty() || number;
    }

private:
    QLineEdit *edit() const { return static_cast<QLineEdit *>(inner()); }
    bool isNumber() const { return m_kind == Kind::Int || m_kind == Kind::Bytes; }
    Kind m_kind;
};

class ChoiceEditor final : public FieldEditor {
public:
    ChoiceEditor(const Field &field, const Display &display, const EditorHint &hint, QWidget *parent)
        : FieldEditor(new QComboBox, parent)
        , m_bool(field.kind == Kind::Bool)
    {
        if (m_bool) {
            const bool usual = hint.answers.size() != 3;
            box()->addItem(usual ? FieldEditor::tr("Not known") : hint.answers[0], QVariant());
            box()->addItem(usual ? FieldEditor::tr("Yes") : hint.answers[1], true);
            box()->addItem(usual ? FieldEditor::tr("No") : hint.answers[2], false);
        }
        for (const Choice &choice : field.choices) {
            const QString token = QString::fromLatin1(choice.token);
            const bool isNone = token.isEmpty() && hint.answers.size() == 1;
            box()->addItem(isNone ? hint.answers[0] : display.text(token, field), token);
        }
        for (const Choice &choice : hint.choices)
            box()->addItem(QCoreApplication::translate(hint.context, choice.label), QString::fromLatin1(choice.token));
        connect(box(), &QComboBox::activated, this, &FieldEditor::edited);
    }
    void setCell(const Cell &cell) override
    {
        int index = 0;
        if (const auto *truth = std::get_if<bool>(&cell))
            index = *truth ? 1 : 2;
        if (const auto *token = std::get_if<QString>(&cell)) {
            index = box()->findData(*token);
            if (index < 0) { // a word from a newer server stays what it is
                box()->addItem(*token, *token);
                index = box()->count() - 1;
            }
        }
        box()->setCurrentIndex(index);
    }
    Cell cell() const override
    {
        const QVariant value = box()->currentData();
        if (m_bool)
            return value.isNull() ? Cell() : Cell(value.toBool());
        const QString token = value.toString();
        return token.isEmpty() ? Cell() : Cell(token);
    }

private:
    QComboBox *box() const { return static_cast<QComboBox *>(inner()); }
    bool m_bool;
};

// Whole units, so that nobody counts seconds.
class DurationEditor final : public FieldEditor {
public:
    explicit DurationEditor(QWidget *parent)
        : FieldEditor(new QLineEdit, parent)
        , m_unit(new QComboBox)
    {
        edit()->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[0-9]{0,9}"_s), edit()));
        m_unit->addItem(FieldEditor::tr("days"), qint64(86'400));
        m_unit->addItem(FieldEditor::tr("hours"), qint64(3'600));
        m_unit->addItem(FieldEditor::tr("minutes"), qint64(60));
        m_unit->addItem(FieldEditor::tr("seconds"), qint64(1));
        m_unit->setAccessibleName(FieldEditor::tr("Unit of time"));
        layout()->addWidget(m_unit);
        connect(edit(), &QLineEdit::textEdited, this, &FieldEditor::edited);
        connect(m_unit, &QComboBox::activated, this, &FieldEditor::edited);
    }
    void setCell(const Cell &cell) override
    {
        const auto *seconds = std::get_if<qint64>(&cell);
        int unit = 0;
        while (seconds && unit + 1 < m_unit->count() && *seconds % m_unit->itemData(unit).toLongLong() != 0)
            ++unit;
        m_unit->setCurrentIndex(unit);
        edit()->setText(seconds ? QString::number(*seconds / m_unit->currentData().toLongLong()) : QString());
    }
    Cell cell() const override
    {
        const QString text = edit()->text();
        return text.isEmpty() ? Cell() : Cell(text.toLongLong() * m_unit->currentData().toLongLong());
    }

private:
    QLineEdit *edit() const { return static_cast<QLineEdit *>(inner()); }
    QComboBox *m_unit;
};

// Its earliest moment stands for none. Whoever begins to choose one begins with today, not with that one.
class MomentEdit final : public QDateTimeEdit {
public:
    MomentEdit() { setMinimumDateTime(QDateTime(QDate(1970, 1, 1), QTime(0, 0))); }
    bool isNone() const { return dateTime() == minimumDateTime(); }
    void stepBy(int steps) override
    {
        if (!isNone()) {
            QDateTimeEdit::stepBy(steps);
            return;
        }
        const QDateTime now = QDateTime::currentDateTime();
        setDateTime(QDateTime(now.date(), QTime(now.time().hour(), 0)).addSecs(3600));
    }

protected:
    void mousePressEvent(QMouseEvent *event) override
    {
        QDateTimeEdit::mousePressEvent(event);
        if (!isNone() || !calendarWidget() || !calendarWidget()->isVisible())
            return;
        const QSignalBlocker quiet(calendarWidget()); // nothing is chosen yet
        calendarWidget()->setSelectedDate(QDate::currentDate());
    }
};

class TimeEditor final : public FieldEditor {
public:
    TimeEditor(const EditorHint &hint, QWidget *parent)
        : FieldEditor(new MomentEdit, parent)
    {
        edit()->setSpecialValueText(hint.placeholder.isEmpty() ? FieldEditor::tr("Not known") : hint.placeholder);
        edit()->setCalendarPopup(true);
        connect(edit(), &QDateTimeEdit::dateTimeChanged, this, &FieldEditor::edited);
        if (hint.note.isEmpty())
            return;
        m_note = new Label(hint.note, Label::Style::Small, Tone::Muted, this);
        layout()->addWidget(m_note);
        connect(edit(), &QDateTimeEdit::dateTimeChanged, this, [this] { follow(); });
        follow();
    }
    void setCell(const Cell &cell) override
    {
        const QSignalBlocker quiet(edit());
        const auto *time = std::get_if<QDateTime>(&cell);
        edit()->setDateTime(time ? time->toLocalTime() : edit()->minimumDateTime());
        follow();
    }
    Cell cell() const override { return edit()->isNone() ? Cell() : Cell(edit()->dateTime().toUTC()); }

private:
    MomentEdit *edit() const { return static_cast<MomentEdit *>(inner()); }
    // "At once" is in nobody's time.
    void follow()
    {
        if (m_note)
            m_note->setVisible(!edit()->isNone());
    }
    Label *m_note = nullptr;
};

} // namespace

FieldEditor::FieldEditor(QWidget *inner, QWidget *parent)
    : QWidget(parent)
    , m_inner(inner)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(inner);
    setFocusProxy(inner);
}

FieldEditor *FieldEditor::make(const Field &field, const Display &display, QWidget *parent, const EditorHint &hint)
{
    FieldEditor *editor = makeRoomyEditor(field, display, parent, hint);
    if (editor)
        return editor;
    switch (field.kind) {
    case Kind::Text:
        editor = hint.choices.empty() ? static_cast<FieldEditor *>(new TextEditor(field, hint, parent))
                                      : new ChoiceEditor(field, display, hint, parent);
        break;
    case Kind::Int:
    case Kind::Version:
    case Kind::Set:
    case Kind::Bytes:
        editor = new TextEditor(field, hint, parent);
        break;
    case Kind::Duration:
        editor = new DurationEditor(parent);
        break;
    case Kind::Bool:
    case Kind::Enum:
        editor = new ChoiceEditor(field, display, hint, parent);
        break;
    case Kind::Time:
        editor = new TimeEditor(hint, parent);
        break;
    case Kind::Object:
    case Kind::List:
        return nullptr;
    }
    editor->setObjectName(QString::fromLatin1(field.name));
    const QString label = display.label(field);
    editor->inner()->setAccessibleName(
        hint.note.isEmpty() ? label : tr("%1, %2", "label of a field, what it is counted in").arg(label, hint.note));
    if (!hint.note.isEmpty() && field.kind != Kind::Time) // which shows it by itself
        editor->layout()->addWidget(new Label(hint.note, Label::Style::Small, Tone::Muted, editor));
    return editor;
}

void FieldEditor::setInvalid(bool invalid)
{
    m_inner->setProperty("invalid", invalid);
    m_inner->style()->unpolish(m_inner);
    m_inner->style()->polish(m_inner);
}

} // namespace belvedere
