// PropertyList: labels and values of one thing, the values selectable.
#pragma once

#include <QWidget>

class QGridLayout;

namespace belvedere {

class Label;

struct Property {
    QString label; // or the heading
    QString value;
    bool personal = false; // data about a person
    bool isHeading = false;
    bool operator==(const Property &) const = default;
};

class PropertyList : public QWidget {
    Q_OBJECT
public:
    explicit PropertyList(QWidget *parent = nullptr);
    void clear();
    // All of it at once; nothing is touched when it says what is shown already.
    void set(const QList<Property> &properties);
    void addHeading(const QString &text);
    // Shows a muted "Not known" when `value` is empty. `personal` marks data about a person.
    void add(const QString &label, const QString &value, bool personal = false);
    void addWidget(const QString &label, QWidget *value);
    // Label and value of every row as lines "Label: value", for the clipboard.
    QString asText() const;

private:
    QGridLayout *m_grid;
    QList<Property> m_set; // by set()
    int m_next = 0; // row
    QList<std::pair<QString, QString>> m_rows;
};

} // namespace belvedere
