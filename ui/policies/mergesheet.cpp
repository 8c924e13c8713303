// One block for each field: what it was, what each of both made of it, and the choice.
#include "ui/policies/mergesheet.h"

#include "compliance/itemorder.h"
#include "domain/json.h"
#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/fitscroll.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/policies/policywords.h"

#include <QButtonGroup>
#include <QFrame>
#include <QGridLayout>
#include <QJsonArray>
#include <QPushButton>
#include <QRadioButton>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

Label *wrapped(const QString &text, Tone tone = Tone::Text)
{
    auto *label = new Label(text, Label::Style::Body, tone);
    label->setWordWrap(true);
    return label;
}

Label *addLine(QGridLayout *grid, const QString &what, const QString &text, Tone tone)
{
    const int row = grid->rowCount();
    Label *value = wrapped(text, tone);
    grid->addWidget(new Label(what, Label::Style::Body, tone), row, 0, Qt::AlignTop);
    grid->addWidget(value, row, 1);
    return value;
}

// The names of a list's items, one after the other.
QString orderText(const QJsonValue &list)
{
    QStringList names;
    for (const QJsonValue item : list.toArray())
        names.append(policyElementName(item, item["item"_L1].toString()));
    return names.join(MergeSheet::tr(", then ", "between items"));
}

// Of what both changed, each by itself right: items that would wait for each other, by name; empty: none.
QString circleText(const MergeField &field, const QJsonArray &merged)
{
    if (field.choice() != "items"_L1)
        return {};
    std::vector<PolicyItem> items;
    items.reserve(size_t(merged.size()));
    QHash<QString, QString> names;
    for (const QJsonValue element : merged) {
        const Result<PolicyItem> item = fromJson<PolicyItem>(element.toObject());
        if (!item)
            return {}; // the server says what is wrong with it
        items.push_back(item.value());
        names.insert(item.value().item, policyElementName(element, item.value().item));
    }
    QStringList circle;
    for (const QString &id : circleOf(items))
        circle.append(names.value(id));
    return circle.join(u" → "_s);
}

} // namespace

MergeSheet::MergeSheet(const std::vector<MergeField> &fields, const QString &who, QWidget *window)
    : Overlay(window)
    , m_message(new InlineMessage(card()))
    , m_accept(primaryButton(tr("Take over"), card()))
{
    setRoomy(true);
    const QString title = tr("Two people changed this policy");
    setAccessibleName(title);
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(title, Label::Style::Heading, Tone::Text, card()));
    const QString happened = who.isEmpty()
        ? tr("Somebody else saved while you were editing. What only one of you changed is kept. Where "
             "both changed the same, choose. Nothing is saved before you save again.")
        : tr("%1 saved while you were editing. What only one of you changed is kept. Where both changed "
             "the same, choose. Nothing is saved before you save again.")
              .arg(who);
    auto *text = new Label(happened, Label::Style::Body, Tone::Muted, card());
    text->setWordWrap(true);
    layout->addWidget(text);
    auto *area = new FitScroll(makeFields(fields), card());
    area->setAccessibleName(title);
    layout->addWidget(area, 1);
    layout->addWidget(m_message);
    QPushButton *later = plainButton(tr("Back to the form"), card());
    QPushButton *discard = plainButton(tr("Drop my changes"), card());
    layout->addLayout(buttonRow({discard, m_accept}, {later}));
    connect(later, &QPushButton::clicked, this, &MergeSheet::onEscape);
    connect(discard, &QPushButton::clicked, this, [this] {
        dismiss();
        Q_EMIT mineDiscarded();
    });
    connect(m_accept, &QPushButton::clicked, this, [this] {
        dismiss();
        Q_EMIT merged();
    });
    refresh();
}

QWidget *MergeSheet::makeFields(const std::vector<MergeField> &fields)
{
    auto *content = new QWidget;
    auto *grid = new QGridLayout(content);
    grid->setContentsMargins(0, 0, space::s, 0);
    grid->setHorizontalSpacing(space::l);
    grid->setVerticalSpacing(space::xs);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const MergeField &field : fields) {
        if (field.side == MergeSide::Same)
            continue;
        const QString name = field.choice();
        const QString label = policyFieldLabel(name);
        const QString title = field.side == MergeSide::Both ? tr("%1: both changed it", "name of a field").arg(label)
            : field.side == MergeSide::Mine                 ? tr("%1: you changed it", "name of a field").arg(label)
                                                            : tr("%1: they changed it", "name of a field").arg(label);
        auto *heading = new Label(title, Label::Style::Strong);
        heading->setContentsMargins(0, row > 0 ? int(space::m) : 0, 0, 0);
        grid->addWidget(heading, row, 0, 1, 2);
        addLine(grid, tr("It was"), policyValueText(name, field.base), Tone::Muted);
        const QString mine = policyValueText(name, field.mine);
        const QString theirs = policyValueText(name, field.theirs);
        if (field.byElements) {
            addElements(grid, field);
        } else if (field.side == MergeSide::Both) {
            addChoice(grid, field.choice(), label, mine, theirs);
        } else {
            addLine(grid, tr("It becomes"), field.side == MergeSide::Mine ? mine : theirs, Tone::Text);
        }
        row = grid->rowCount();
    }
    grid->setRowStretch(grid->rowCount(), 1);
    return content;
}

// What became of the list, and the elements of it that are to be chosen.
void MergeSheet::addElements(QGridLayout *grid, const MergeField &field)
{
    for (const MergeElement &element : field.elements) {
        const QString label = policyElementName(element.mine.isUndefined() ? element.theirs : element.mine, element.id);
        const auto text = [&field](const QJsonValue &value, const QJsonValue &list) {
            return value.isUndefined() ? tr("Not in the list") : policyElementText(field.choice(), value, list);
        };
        grid->addWidget(new Label(tr("%1: both changed it", "name of a field").arg(label)), grid->rowCount(), 0, 1, 2);
        addLine(grid, tr("It was"), text(element.base, field.base), Tone::Muted);
        addChoice(
            grid, field.choice(element), label, text(element.mine, field.mine), text(element.theirs, field.theirs));
    }
    if (field.isOrderOfBoth) {
        const QString label = tr("Order of installation");
        grid->addWidget(new Label(tr("%1: both changed it", "name of a field").arg(label)), grid->rowCount(), 0, 1, 2);
        addLine(grid, tr("It was"), orderText(field.base), Tone::Muted);
        addChoice(grid, field.choiceOfOrder(), label, orderText(field.mine), orderText(field.theirs));
    }
    m_lists.push_back({field, addLine(grid, tr("It becomes"), {}, Tone::Text)});
}

void MergeSheet::addChoice(
    QGridLayout *grid, const QString &name, const QString &label, const QString &mine, const QString &theirs)
{
    Choice choice{name, new QRadioButton(tr("Mine")), new QRadioButton(tr("Theirs"))};
    choice.mine->setAccessibleName(tr("%1: mine, %2", "field, value").arg(label, mine));
    choice.theirs->setAccessibleName(tr("%1: theirs, %2", "field, value").arg(label, theirs));
    choice.mine->setObjectName(u"mine-"_s + name);
    choice.theirs->setObjectName(u"theirs-"_s + name);
    auto *group = new QButtonGroup(this);
    for (QRadioButton *button : {choice.mine, choice.theirs}) {
        const int row = grid->rowCount();
        group->addButton(button);
        grid->addWidget(button, row, 0, Qt::AlignTop);
        grid->addWidget(wrapped(button == choice.mine ? mine : theirs), row, 1);
        connect(button, &QRadioButton::toggled, this, &MergeSheet::refresh);
    }
    m_choices.push_back(choice);
}

QStringList MergeSheet::mineOfBoth() const
{
    QStringList names;
    for (const Choice &choice : m_choices) {
        if (choice.mine->isChecked())
            names.append(choice.name);
    }
    return names;
}

QWidget *MergeSheet::firstFocus() const
{
    return m_choices.empty() ? static_cast<QWidget *>(m_accept) : m_choices.front().mine;
}

void MergeSheet::onEscape()
{
    dismiss();
    Q_EMIT postponed();
}

void MergeSheet::refresh()
{
    const QStringList mine = mineOfBoth();
    QString circle;
    for (const List &list : m_lists) {
        const QJsonArray merged = mergedList(list.field, mine);
        list.becomes->setText(policyValueText(list.field.choice(), merged));
        circle += circleText(list.field, merged);
    }
    if (circle.isEmpty())
        m_message->hide();
    else
        m_message->showMessage(Severity::Danger,
            tr("Together these would wait for each other: %1. Choose otherwise, or go back to the form and take one of "
               "your orders out.")
                .arg(circle));
    m_accept->setEnabled(circle.isEmpty() && std::all_of(m_choices.begin(), m_choices.end(), [](const Choice &choice) {
        return choice.mine->isChecked() || choice.theirs->isChecked();
    }));
}

} // namespace belvedere
