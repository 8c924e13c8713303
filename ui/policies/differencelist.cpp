// Differences as rows: the kind with icon and word, what it is about, before and after.
#include "ui/policies/differencelist.h"

#include "ui/common/label.h"
#include "ui/devices/partstable.h"
#include "ui/policies/policywords.h"

#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

// A difference as a person reads it.
struct DifferenceRow {
    Coded<DifferenceKind> kind;
    QString what;
    QString before;
    QString after;
};

std::span<const Field> rowFields()
{
    using R = DifferenceRow;
    static const Field list[] = {field<&R::kind>("kind", QT_TRANSLATE_NOOP("DifferenceRow", "Change")),
        field<&R::what>("what", QT_TRANSLATE_NOOP("DifferenceRow", "What")),
        field<&R::before>("before", QT_TRANSLATE_NOOP("DifferenceRow", "Before")),
        field<&R::after>("after", QT_TRANSLATE_NOOP("DifferenceRow", "After"))};
    return list;
}

std::optional<BadgeLook> differenceLook(const QString &token)
{
    if (token == "added"_L1)
        return BadgeLook{Severity::Ok, Icon::Plus};
    if (token == "removed"_L1)
        return BadgeLook{Severity::Warning, Icon::Minus};
    if (token == "moved"_L1 || token == "order"_L1)
        return BadgeLook{Severity::Info, Icon::Sort};
    if (token == "revision"_L1)
        return BadgeLook{Severity::Info, Icon::Sync};
    return BadgeLook{Severity::Info, Icon::Edit};
}

QString revisionText(const QString &number)
{
    return number.isEmpty() ? QString() : DifferenceList::tr("Revision %1").arg(number);
}

DifferenceRow rowOf(const PolicyDifference &difference)
{
    const QString label = policyFieldLabel(difference.field);
    const bool isItem = difference.field == "items"_L1 || difference.field == "rules"_L1;
    DifferenceRow row{difference.kind, label, difference.before, difference.after};
    switch (difference.kind.value()) {
    case DifferenceKind::Added:
    case DifferenceKind::Removed:
    case DifferenceKind::Revision:
        row.what = DifferenceList::tr("%1: %2", "items or rules, name of one").arg(label, difference.name);
        if (isItem) {
            row.before = revisionText(difference.before);
            row.after = revisionText(difference.after);
        } else {
            row.what = DifferenceList::tr("Wave %1").arg(difference.name);
        }
        break;
    case DifferenceKind::Moved:
        row.what = DifferenceList::tr("Place of “%1”").arg(difference.name);
        break;
    case DifferenceKind::Order:
        row.what = DifferenceList::tr("What “%1” comes after").arg(difference.name);
        break;
    case DifferenceKind::Setting:
        row.what = DifferenceList::tr("%1: %2", "name of an item, its setting").arg(difference.name, difference.field);
        break;
    case DifferenceKind::Changed:
        if (difference.field == "rollout.waves"_L1) {
            row.what = DifferenceList::tr("Wave %1").arg(difference.name);
        } else {
            row.before = policyValueText(difference.field, difference.before);
            row.after = policyValueText(difference.field, difference.after);
        }
        break;
    case DifferenceKind::Unknown:
        break;
    }
    return row;
}

} // namespace

DifferenceList::DifferenceList(QWidget *parent)
    : QWidget(parent)
    , m_text(new Label({}, Label::Style::Body, Tone::Muted))
    , m_table(new PartsTable(rowFields(), Display("DifferenceRow", std::make_shared<SystemClock>()), tr("Differences"),
          tr("Find a difference"), tr("Nothing differs.")))
{
    m_text->setWordWrap(true);
    m_table->layout()->setContentsMargins(0, 0, 0, 0);
    m_table->setBadges(u"kind"_s, differenceLook);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_text);
    layout->addWidget(m_table, 1);
    showNothing({});
}

void DifferenceList::show(const PolicyDiff &diff)
{
    std::vector<std::vector<Cell>> rows;
    rows.reserve(diff.differences.size());
    for (const PolicyDifference &difference : diff.differences) {
        const DifferenceRow row = rowOf(difference);
        std::vector<Cell> cells;
        cells.reserve(rowFields().size());
        for (const Field &field : rowFields())
            cells.push_back(field.get(&row));
        rows.push_back(std::move(cells));
    }
    m_table->model().setRows(std::move(rows));
    m_text->setText(diff.from > 0
            ? tr("%n difference(s) from version %1 to version %2.", nullptr, int(diff.differences.size()))
                  .arg(diff.from)
                  .arg(diff.to)
            : tr("Version %1 is the first; all of it is new.").arg(diff.to));
    m_text->show();
    m_table->show();
}

void DifferenceList::showNothing(const QString &why)
{
    m_text->setText(why);
    m_text->setVisible(!why.isEmpty());
    m_table->hide();
}

int DifferenceList::rowCount() const { return m_table->model().rowCount(); }

} // namespace belvedere
