// Choosing among the starter rules.
#include "ui/policies/startersheet.h"

#include "api/operations.h"
#include "compliance/starter.h"
#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/label.h"
#include "ui/common/usertext.h"

#include <QCoreApplication>
#include <QFrame>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

enum Column { Name, Severity, Platforms, References, Columns };
constexpr int KeyRole = Qt::UserRole;
constexpr int AboutRole = Qt::UserRole + 1;

QString platformsOf(const ComplianceRule &rule)
{
    QStringList words;
    for (const QString &token : rule.platforms) {
        const auto platform = Coded<Platform>::fromToken(token).value();
        words.append(QCoreApplication::translate("Device", choices<Platform>()[size_t(platform)].label));
    }
    return words.isEmpty() ? StarterSheet::tr("All") : words.join(StarterSheet::tr(", ", "between platforms"));
}

} // namespace

StarterSheet::StarterSheet(Site &site, const QStringList &present, QWidget *window)
    : Overlay(window)
    , m_site(site)
    , m_search(new QLineEdit)
    , m_list(new QTreeWidget)
    , m_about(new Label({}, Label::Style::Body, Tone::Muted))
    , m_message(new InlineMessage)
    , m_add(primaryButton(tr("Add rules")))
{
    setRoomy(true);
    setAccessibleName(tr("Add from starter rules"));
    m_search->setPlaceholderText(tr("Find by name or reference, e.g. a.8.24"));
    m_search->setAccessibleName(tr("Find a starter rule"));
    m_search->setClearButtonEnabled(true);
    m_list->setColumnCount(Columns);
    m_list->setHeaderLabels({tr("Rule"), tr("Severity"), tr("Platforms"), tr("References")});
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setAccessibleName(tr("Starter rules"));
    m_list->setAccessibleDescription(tr("Space ticks."));
    m_about->setWordWrap(true);
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(tr("Add from starter rules"), Label::Style::Heading));
    layout->addWidget(m_search);
    layout->addWidget(m_message);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_about);
    QPushButton *cancel = plainButton(tr("Cancel"));
    layout->addLayout(buttonRow({cancel, m_add}));
    fill(present);
    connect(m_search, &QLineEdit::textChanged, this, &StarterSheet::filter);
    connect(m_list, &QTreeWidget::itemChanged, this, &StarterSheet::follow);
    connect(m_list, &QTreeWidget::currentItemChanged, this,
        [this](QTreeWidgetItem *item) { m_about->setText(item ? item->data(Name, AboutRole).toString() : QString()); });
    connect(cancel, &QPushButton::clicked, this, &StarterSheet::dismiss);
    connect(m_add, &QPushButton::clicked, this, &StarterSheet::add);
    follow();
}

QWidget *StarterSheet::firstFocus() const { return m_search; }

void StarterSheet::fill(const QStringList &present)
{
    for (const StarterRule &starter : starterRules()) {
        const ComplianceRule rule = translated(starter);
        const char *severity = choices<RuleSeverity>()[size_t(rule.severity.value())].label;
        const QStringList texts{rule.name, QCoreApplication::translate("ComplianceRule", severity), platformsOf(rule),
            rule.references.join(tr(", ", "between references"))};
        auto *item = new QTreeWidgetItem(texts);
        item->setData(Name, KeyRole, starter.key);
        item->setData(Name, AboutRole, QString(rule.description + u' ' + rule.rationale));
        const bool isThere = present.contains(starter.key);
        item->setCheckState(Name, isThere ? Qt::Checked : Qt::Unchecked);
        if (isThere) {
            item->setDisabled(true);
            item->setToolTip(Name, tr("The site has this rule already."));
        }
        m_list->addTopLevelItem(item);
    }
    m_list->sortItems(Name, Qt::AscendingOrder);
    for (int column = 0; column < References; ++column)
        m_list->resizeColumnToContents(column);
    m_list->setCurrentItem(m_list->topLevelItem(0));
}

void StarterSheet::filter(const QString &text)
{
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        QTreeWidgetItem *item = m_list->topLevelItem(i);
        bool found = text.isEmpty() || item->data(Name, AboutRole).toString().contains(text, Qt::CaseInsensitive);
        for (int column = 0; column < Columns && !found; ++column)
            found = item->text(column).contains(text, Qt::CaseInsensitive);
        item->setHidden(!found);
    }
}

QStringList StarterSheet::ticked() const
{
    QStringList keys;
    for (int i = 0; i < m_list->topLevelItemCount(); ++i) {
        const QTreeWidgetItem *item = m_list->topLevelItem(i);
        if (!item->isDisabled() && item->checkState(Name) == Qt::Checked)
            keys.append(item->data(Name, KeyRole).toString());
    }
    return keys;
}

void StarterSheet::follow()
{
    const auto count = int(ticked().size());
    m_add->setEnabled(count > 0);
    m_add->setText(count > 0 ? tr("Add %n rule(s)", nullptr, count) : tr("Add rules"));
}

void StarterSheet::add()
{
    m_add->setEnabled(false);
    m_message->hide();
    AddStarterRules operation;
    operation.body.keys = ticked();
    m_scope.add(m_site.send(operation)).then(this, [this](const Result<StarterReceipt> &receipt) {
        if (!receipt) {
            m_message->showMessage(Severity::Danger, userText(receipt.error()));
            follow();
            return;
        }
        const auto tell = onAdded;
        dismiss();
        if (tell)
            tell(receipt.value().rules);
    });
}

} // namespace belvedere
