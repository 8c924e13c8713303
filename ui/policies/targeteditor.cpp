// A box with the names of targets.
#include "ui/policies/targeteditor.h"

#include "ui/content/rows.h"

#include <algorithm>
#include <QComboBox>

using namespace Qt::StringLiterals;

namespace belvedere {

TargetEditor::TargetEditor(LiveList *targets, const QString &name, QWidget *parent)
    : FieldEditor(new QComboBox, parent)
    , m_targets(targets)
    , m_box(static_cast<QComboBox *>(inner()))
{
    m_box->setAccessibleName(name);
    connect(m_box, &QComboBox::activated, this, &FieldEditor::edited);
    const auto refill = [this] { fill(m_box->currentData().toString()); };
    if (m_targets) {
        connect(m_targets, &LiveList::stateChanged, this, refill);
        connect(&m_targets->store(), &TableStore::changed, this, refill);
    }
    fill({});
}

void TargetEditor::setCell(const Cell &cell)
{
    const auto *id = std::get_if<QString>(&cell);
    fill(id ? *id : QString());
}

Cell TargetEditor::cell() const
{
    const QString id = m_box->currentData().toString();
    return id.isEmpty() ? Cell() : Cell(id);
}

void TargetEditor::setKind(TargetKind kind)
{
    if (kind == m_kind)
        return;
    m_kind = kind;
    fill(m_box->currentData().toString());
}

void TargetEditor::fill(const QString &chosen)
{
    std::vector<OutsideTarget> fitting;
    bool isOther = false;
    for (const TargetKind kind : {TargetKind::Webhook, TargetKind::Ticket}) {
        if (!m_targets)
            break;
        const QString token = Coded<TargetKind>(kind).token();
        for (OutsideTarget &target : rowsOf<OutsideTarget>(*m_targets, u"kind", token)) {
            const bool fits = m_kind == TargetKind::Unknown || kind == m_kind;
            isOther = isOther || (!fits && target.id.text == chosen);
            if (fits)
                fitting.push_back(std::move(target));
        }
    }
    std::sort(fitting.begin(), fitting.end(),
        [](const OutsideTarget &a, const OutsideTarget &b) { return QString::localeAwareCompare(a.name, b.name) < 0; });
    m_box->clear();
    m_box->addItem(
        fitting.empty() ? tr("No such target yet; they are made in the place “Targets”") : tr("Choose a target…"),
        QString());
    for (const OutsideTarget &target : fitting)
        m_box->addItem(target.enabled ? target.name : tr("%1 (not in use)", "target").arg(target.name), target.id.text);
    const QString kept = isOther ? QString() : chosen;
    if (m_box->findData(kept) < 0)
        m_box->addItem(kept, kept); // not there yet, or gone: the server decides
    m_box->setCurrentIndex(m_box->findData(kept));
}

} // namespace belvedere
