// Rows that come and go.
#include "ui/policies/tableeditor.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"
#include "ui/policies/settingwords.h"

#include <algorithm>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

TableEditor::TableEditor(const Setting &setting, Prompts &prompts, QWidget *parent)
    : SettingEditor(setting, parent)
    , m_prompts(prompts)
    , m_lines(new QVBoxLayout)
    , m_add(plainButton(tr("Add a row")))
{
    auto *inside = new QWidget;
    auto *layout = new QVBoxLayout(inside);
    layout->setContentsMargins(0, 0, 0, 0);
    m_lines->setSpacing(space::s);
    layout->addLayout(m_lines);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    setInput(inside);
    setFocusProxy(m_add);
    m_add->setAccessibleName(tr("Add a row to: %1").arg(catalogueText(setting.label)));
    connect(m_add, &QPushButton::clicked, this, [this] {
        addRow({});
        touch();
        m_rows.back().cells.front()->setFocus(Qt::OtherFocusReason);
    });
}

void TableEditor::addRow(const QJsonObject &values)
{
    auto *frame = new QWidget(this);
    auto *line = new QHBoxLayout(frame);
    line->setContentsMargins(0, 0, 0, 0);
    auto *cells = new QFormLayout;
    cells->setRowWrapPolicy(QFormLayout::WrapLongRows);
    line->addLayout(cells, 1);
    Row row{frame, {}};
    row.cells.reserve(setting().columns.size());
    for (const Setting &column : setting().columns) {
        SettingEditor *cell = SettingEditor::make(column, m_prompts, frame);
        cell->load(values.value(column.key));
        auto *name = new Label(catalogueText(column.label), Label::Style::Body, Tone::Muted, frame);
        name->setBuddy(cell);
        cells->addRow(name, cell);
        connect(cell, &SettingEditor::edited, this, [this] { touch(); });
        row.cells.push_back(cell);
    }
    QToolButton *remove = iconButton(Icon::Trash, tr("Remove the row"), frame);
    line->addWidget(remove, 0, Qt::AlignTop);
    connect(remove, &QToolButton::clicked, this, [this, frame] {
        removeRow(frame);
        touch();
    });
    m_lines->addWidget(frame);
    m_rows.push_back(std::move(row));
}

void TableEditor::removeRow(QWidget *frame)
{
    std::erase_if(m_rows, [frame](const Row &row) { return row.frame == frame; });
    m_add->setFocus(Qt::OtherFocusReason);
    frame->hide();
    frame->deleteLater();
}

void TableEditor::show(const QJsonValue &value)
{
    for (const Row &row : m_rows)
        delete row.frame;
    m_rows.clear();
    for (const QJsonValue row : value.toArray())
        addRow(row.toObject());
}

QJsonValue TableEditor::read() const
{
    QJsonArray rows;
    for (const Row &row : m_rows) {
        QJsonObject cells;
        for (const SettingEditor *cell : row.cells) {
            if (const QJsonValue value = cell->value(); !value.isUndefined())
                cells.insert(cell->objectName(), value);
        }
        rows.append(cells);
    }
    return rows.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(rows);
}

} // namespace belvedere
