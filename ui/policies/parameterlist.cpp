// Rows of parameters.
#include "ui/policies/parameterlist.h"

#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

class Row final : public QWidget {
public:
    explicit Row(const RuleParameter &parameter)
        : m_parameter(parameter)
        , m_name(new QLineEdit(parameter.name))
        , m_type(new QComboBox)
        , m_value(new QLineEdit(parameter.value))
    {
        const auto text = [](const char *words) { return QCoreApplication::translate("ParameterList", words); };
        m_name->setPlaceholderText(text(QT_TRANSLATE_NOOP("ParameterList", "Name")));
        m_name->setAccessibleName(text(QT_TRANSLATE_NOOP("ParameterList", "Name of the parameter, without $")));
        m_value->setPlaceholderText(text(QT_TRANSLATE_NOOP("ParameterList", "Value")));
        m_value->setAccessibleName(text(QT_TRANSLATE_NOOP("ParameterList", "Value of the parameter")));
        m_type->setAccessibleName(text(QT_TRANSLATE_NOOP("ParameterList", "Type of the parameter")));
        const std::span<const Choice> types = choices<ParameterType>();
        for (size_t i = 1; i < types.size(); ++i)
            m_type->addItem(QCoreApplication::translate("RuleParameter", types[i].label), int(i));
        m_type->setCurrentIndex(qMax(0, m_type->findData(int(parameter.type.value()))));
        auto *layout = new QHBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(space::s);
        layout->addWidget(m_name, 1);
        layout->addWidget(m_type, 1);
        layout->addWidget(m_value, 2);
        QString bounds = parameter.label;
        if (!parameter.minimum.isEmpty() || !parameter.maximum.isEmpty())
            bounds += text(QT_TRANSLATE_NOOP("ParameterList", " (%1 to %2)")).arg(parameter.minimum, parameter.maximum);
        if (!bounds.isEmpty()) {
            auto *about = new Label(bounds, Label::Style::Small, Tone::Muted);
            layout->addWidget(about);
        }
        remove = iconButton(Icon::Close, text(QT_TRANSLATE_NOOP("ParameterList", "Take this parameter away")));
        layout->addWidget(remove);
    }
    RuleParameter parameter() const
    {
        RuleParameter now = m_parameter;
        now.name = m_name->text().trimmed();
        now.type = ParameterType(m_type->currentData().toInt());
        now.value = m_value->text().trimmed();
        return now;
    }
    template<class F> void onEdited(QObject *context, F tell)
    {
        QObject::connect(m_name, &QLineEdit::textEdited, context, tell);
        QObject::connect(m_value, &QLineEdit::textEdited, context, tell);
        QObject::connect(m_type, &QComboBox::activated, context, tell);
    }
    QWidget *firstFocus() const { return m_name; }
    QToolButton *remove;

private:
    RuleParameter m_parameter;
    QLineEdit *m_name;
    QComboBox *m_type;
    QLineEdit *m_value;
};

} // namespace

ParameterList::ParameterList(QWidget *parent)
    : QWidget(parent)
    , m_rows(new QVBoxLayout)
{
    auto *head = new QHBoxLayout;
    head->addWidget(new Label(tr("Parameters"), Label::Style::Strong));
    head->addWidget(
        new Label(tr("A check names them with $; a policy may give others values."), Label::Style::Small, Tone::Muted));
    head->addStretch(1);
    QPushButton *add = linkButton(tr("Add parameter"));
    head->addWidget(add);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addLayout(head);
    m_rows->setSpacing(space::s);
    layout->addLayout(m_rows);
    connect(add, &QPushButton::clicked, this, [this] {
        RuleParameter fresh;
        fresh.type = ParameterType::Int;
        addRow(fresh);
        static_cast<Row *>(m_rows->itemAt(m_rows->count() - 1)->widget())->firstFocus()->setFocus();
        Q_EMIT edited();
    });
}

void ParameterList::addRow(const RuleParameter &parameter)
{
    auto *row = new Row(parameter);
    m_rows->addWidget(row);
    row->onEdited(this, [this] { Q_EMIT edited(); });
    connect(row->remove, &QToolButton::clicked, this, [this, row] {
        m_rows->removeWidget(row);
        row->hide();
        row->deleteLater();
        Q_EMIT edited();
    });
}

void ParameterList::setParameters(const std::vector<RuleParameter> &parameters)
{
    while (QLayoutItem *item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const RuleParameter &parameter : parameters)
        addRow(parameter);
}

std::vector<RuleParameter> ParameterList::parameters() const
{
    std::vector<RuleParameter> list;
    list.reserve(size_t(m_rows->count()));
    for (int i = 0; i < m_rows->count(); ++i)
        list.push_back(static_cast<const Row *>(m_rows->itemAt(i)->widget())->parameter());
    return list;
}

} // namespace belvedere
