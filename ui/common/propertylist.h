// PropertyList: labels and values of one thing, the values selectable.
#pragma once

#include <QWidget>

class QGridLayout;

namespace belvedere {

class Label;

class PropertyList : public QWidget {
    Q_OBJECT
public:
    explicit PropertyList(QWidget *parent = nullptr);
    void clear();
    void addHeading(const QString &text);
    // Shows a muted "Not known" when `value` is empty. `personal` marks data about a person.
    void add(const QString &label, const QString &value, bool personal = false);
    void addWidget(const QString &label, QWidget *value);
    // Label and value of every row as lines "Label: value", for the clipboard.
    QString asText() const;

private:
    QGridLayout *m_grid;
    int m_next = 0; // row
    QList<std::pair<QString, QString>> m_rows;
};

} // namespace belvedere
