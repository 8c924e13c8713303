// The widgets of one test.
#include "ui/policies/checkrow.h"

#include "query/value.h"
#include "table/display.h"
#include "ui/common/buttons.h"
#include "ui/common/tokens.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString operatorWord(QueryOp op, Kind kind)
{
    const auto word = [](const char *text) { return QCoreApplication::translate("CheckRowEditor", text); };
    const bool isTime = kind == Kind::Time;
    switch (op) {
    case QueryOp::Is:
        return kind == Kind::Text ? word(QT_TRANSLATE_NOOP("CheckRowEditor", "contains"))
            : kind == Kind::Set   ? word(QT_TRANSLATE_NOOP("CheckRowEditor", "has"))
                                  : word(QT_TRANSLATE_NOOP("CheckRowEditor", "is"));
    case QueryOp::Equal:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "is exactly"));
    case QueryOp::NotEqual:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "is not"));
    case QueryOp::Less:
        return isTime ? word(QT_TRANSLATE_NOOP("CheckRowEditor", "is younger than, or before"))
                      : word(QT_TRANSLATE_NOOP("CheckRowEditor", "is below"));
    case QueryOp::LessEqual:
        return isTime ? word(QT_TRANSLATE_NOOP("CheckRowEditor", "is at most as old as, or not after"))
                      : word(QT_TRANSLATE_NOOP("CheckRowEditor", "is at most"));
    case QueryOp::Greater:
        return isTime ? word(QT_TRANSLATE_NOOP("CheckRowEditor", "is older than, or after"))
                      : word(QT_TRANSLATE_NOOP("CheckRowEditor", "is above"));
    case QueryOp::GreaterEqual:
        return isTime ? word(QT_TRANSLATE_NOOP("CheckRowEditor", "is at least as old as, or not before"))
                      : word(QT_TRANSLATE_NOOP("CheckRowEditor", "is at least"));
    case QueryOp::Has:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "has any of"));
    case QueryOp::HasAll:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "has all of"));
    case QueryOp::Lacks:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "has none of"));
    case QueryOp::Only:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "has nothing but"));
    case QueryOp::In:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "is in the range"));
    case QueryOp::Starts:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "starts with"));
    case QueryOp::Ends:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "ends with"));
    case QueryOp::Matches:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "matches"));
    case QueryOp::Expires:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "has one that ends within"));
    case QueryOp::Lasts:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "all last longer than"));
    case QueryOp::Issuer:
        return word(QT_TRANSLATE_NOOP("CheckRowEditor", "has one issued by"));
    }
    return {};
}

} // namespace

CheckRowEditor::CheckRowEditor(std::span<const Field> fields, QWidget *parent)
    : QWidget(parent)
    , m_fields(fields)
    , m_field(new QComboBox)
    , m_op(new QComboBox)
    , m_value(new QComboBox)
    , m_missing(new QComboBox)
    , m_age(new QLineEdit)
{
    const Display display("Device", std::make_shared<SystemClock>());
    std::vector<std::pair<QString, const Field *>> labels;
    for (const Field &field : m_fields) {
        if (!field.is(Hidden) && !operatorsFor(field).isEmpty())
            labels.emplace_back(display.label(field), &field);
    }
    std::sort(labels.begin(), labels.end(),
        [](const auto &a, const auto &b) { return a.first.localeAwareCompare(b.first) < 0; });
    for (const auto &[label, field] : labels)
        m_field->addItem(label, QString::fromLatin1(field->name));
    m_field->setAccessibleName(tr("What is tested"));
    m_op->setAccessibleName(tr("Comparison"));
    m_value->setAccessibleName(tr("Value"));
    m_value->setEditable(true);
    m_value->setInsertPolicy(QComboBox::NoInsert);
    m_value->setMinimumContentsLength(10);
    const std::pair<QString, int> missing[] = {{tr("not known: as usual"), -1},
        {tr("not known: not determined"), int(OnMissing::Unknown)}, {tr("not known: fails"), int(OnMissing::Fail)},
        {tr("not known: passes"), int(OnMissing::Pass)},
        {tr("not known: does not apply"), int(OnMissing::NotApplicable)}};
    for (const auto &[text, value] : missing)
        m_missing->addItem(text, value);
    m_missing->setAccessibleName(tr("When nothing is known"));
    m_age->setPlaceholderText(tr("7d"));
    m_age->setAccessibleName(tr("Oldest report that counts, such as 7d, or any"));
    m_age->setToolTip(m_age->accessibleName());
    m_age->setMaximumWidth(m_age->fontMetrics().horizontalAdvance(u"0000000000"_s));
    QToolButton *remove = iconButton(Icon::Close, tr("Take this test away"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_field, 2);
    layout->addWidget(m_op, 1);
    layout->addWidget(m_value, 2);
    layout->addWidget(m_missing, 1);
    layout->addWidget(m_age);
    layout->addWidget(remove);
    for (QComboBox *box : {m_field, m_op, m_missing}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(8);
    }
    offerOperators();
    offerValues();
    connect(m_field, &QComboBox::activated, this, [this] {
        offerOperators();
        offerValues();
        m_value->setEditText({});
        Q_EMIT edited();
    });
    connect(m_op, &QComboBox::activated, this, &CheckRowEditor::edited);
    connect(m_value, &QComboBox::editTextChanged, this, &CheckRowEditor::edited);
    connect(m_missing, &QComboBox::activated, this, &CheckRowEditor::edited);
    connect(m_age, &QLineEdit::textEdited, this, &CheckRowEditor::edited);
    connect(remove, &QToolButton::clicked, this, &CheckRowEditor::removeRequested);
}

const Field &CheckRowEditor::field() const
{
    const Field *found = findField(m_fields, m_field->currentData().toString());
    return found ? *found : m_fields.front();
}

QWidget *CheckRowEditor::firstFocus() const { return m_field; }

void CheckRowEditor::offerOperators()
{
    m_op->clear();
    for (const QueryOp op : operatorsFor(field()))
        m_op->addItem(operatorWord(op, field().kind), int(op));
}

void CheckRowEditor::offerValues()
{
    const QSignalBlocker quiet(m_value);
    const QString written = m_value->currentText();
    m_value->clear();
    const Field &asked = field();
    if (asked.kind == Kind::Bool)
        m_value->addItems({u"yes"_s, u"no"_s});
    for (size_t i = 1; i < asked.choices.size(); ++i)
        m_value->addItem(QString::fromLatin1(asked.choices[i].token));
    for (const QString &name : std::as_const(m_parameters))
        m_value->addItem(QString(u'$' + name));
    m_value->setEditText(written);
}

void CheckRowEditor::setParameters(const QStringList &names)
{
    m_parameters = names;
    offerValues();
}

void CheckRowEditor::setRow(const CheckRow &row)
{
    const QSignalBlocker quiet(this);
    m_field->setCurrentIndex(m_field->findData(row.field));
    offerOperators();
    m_op->setCurrentIndex(m_op->findData(int(row.op)));
    offerValues();
    m_value->setEditText(row.value);
    m_missing->setCurrentIndex(m_missing->findData(row.attributes.missing ? int(*row.attributes.missing) : -1));
    const std::optional<qint64> age = row.attributes.maximumAge;
    m_age->setText(!age ? QString() : *age == CheckAttributes::anyAge ? u"any"_s : writtenSpan(*age));
}

CheckRow CheckRowEditor::row() const
{
    CheckRow row;
    row.field = QString::fromLatin1(field().name);
    row.op = QueryOp(m_op->currentData().toInt());
    row.value = m_value->currentText().trimmed();
    if (const int missing = m_missing->currentData().toInt(); missing >= 0)
        row.attributes.missing = OnMissing(missing);
    const QString age = m_age->text().trimmed();
    if (age == "any"_L1)
        row.attributes.maximumAge = CheckAttributes::anyAge;
    else
        row.attributes.maximumAge = readSpan(age);
    return row;
}

} // namespace belvedere
