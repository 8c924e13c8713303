// PartRows: the repeated parts of a record as rows of field editors, to be changed, added and taken away.
#pragma once

#include "ui/common/fieldeditor.h"
#include "ui/common/tokens.h"

#include <vector>

class QHBoxLayout;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace belvedere {

class Label;

class PartRows : public QWidget {
    Q_OBJECT
public:
    struct Texts {
        QString title;
        QString about; // beside the title
        QString add; // "Add action"
        QString remove; // of the button at the end of a row
    };
    // Rows of `list`, every field of which is edited; at most `most` of them. Nothing and 0 are the same where a
    // duration has a placeholder.
    PartRows(std::span<const Field> list, const Display &display, const EditorHints &hints, const Texts &texts,
        int most, QWidget *parent = nullptr);

    int count() const { return int(m_rows.size()); }
    // Beneath the row, instead of what stood there; empty: nothing.
    void setNote(int row, const QString &words, Tone tone);
    // Beneath the title; empty: nothing.
    void setError(const QString &words);
    // A field that says nothing about what the row is, is not shown; what stands in it stays, or goes.
    void showField(int row, QStringView field, bool isShown);
    void clearField(int row, QStringView field);
    // In place of what a field of choices has offered so far, values with their words; what is chosen stays.
    void offer(int row, QStringView field, const QList<std::pair<QString, QString>> &answers);
    // Words for a field of one line, offered while it is being typed.
    void offer(int row, QStringView field, const QStringList &words);
    void focusRow(int row);

Q_SIGNALS:
    void edited(); // by a person
    void dropped(int row); // was taken away; before edited()

protected:
    // Values of a part of the declared type.
    void append(const void *part);
    void clear();
    void read(int row, void *part) const;
    virtual void appendFresh() = 0;
    // Nothing: what is usual for the field.
    virtual FieldEditor *makeEditor(const Field &, QWidget *) { return nullptr; }
    FieldEditor *editor(int row, QStringView field) const; // null: there is no such field
    const Display &display() const { return m_display; }
    QHBoxLayout *head() { return m_head; }

private:
    struct Row {
        QWidget *frame;
        std::vector<FieldEditor *> editors; // by the fields
        std::vector<Label *> names; // likewise; null: it has none
        Label *note;
        QToolButton *remove;
        QList<QWidget *> stops = {}; // what takes the keyboard, as one reads
    };
    void drop(QWidget *frame);
    void refresh();

    std::span<const Field> m_fields;
    Display m_display;
    EditorHints m_hints;
    QString m_removeText;
    int m_most;
    std::vector<Row> m_rows;
    Label *m_error;
    QHBoxLayout *m_head;
    QVBoxLayout *m_lines;
    QPushButton *m_add;
};

template<class E> class PartList : public PartRows {
public:
    PartList(const char *entity, const EditorHints &hints, const Texts &texts, int most, QWidget *parent = nullptr)
        : PartRows(fields<E>(), Display(entity, std::make_shared<SystemClock>()), hints, texts, most, parent)
    {
    }
    void setParts(const std::vector<E> &parts)
    {
        clear();
        for (const E &part : parts)
            append(&part);
    }
    std::vector<E> parts() const
    {
        std::vector<E> list;
        list.reserve(size_t(count()));
        for (int i = 0; i < count(); ++i)
            read(i, &list.emplace_back());
        return list;
    }

protected:
    void appendFresh() override
    {
        const E fresh;
        append(&fresh);
    }
};

} // namespace belvedere
