// TableEditor: a setting of several rows, each with an editor for every column.
#pragma once

#include "ui/policies/settingeditor.h"

#include <vector>

class QPushButton;
class QVBoxLayout;

namespace belvedere {

class TableEditor final : public SettingEditor {
    Q_OBJECT
public:
    TableEditor(const Setting &setting, Prompts &prompts, QWidget *parent);

protected:
    void show(const QJsonValue &value) override;
    QJsonValue read() const override;

private:
    struct Row {
        QWidget *frame;
        std::vector<SettingEditor *> cells;
    };
    void addRow(const QJsonObject &values);
    void removeRow(QWidget *frame);

    Prompts &m_prompts;
    QVBoxLayout *m_lines;
    QPushButton *m_add;
    std::vector<Row> m_rows;
};

} // namespace belvedere
