// The sheet for choosing a holder.
#include "ui/content/holderpicker.h"

#include "api/operations.h"
#include "ui/common/buttons.h"
#include "ui/common/label.h"

#include <QFrame>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

LiveList &listOf(Site &site, HolderKind kind)
{
    return kind == HolderKind::Device ? site.list<Device>() : site.list<Person>();
}

} // namespace

HolderPicker::HolderPicker(Site &site, HolderKind kind, const QString &licence, QWidget *window)
    : Overlay(window)
    , m_model(new TableModel(listOf(site, kind).store(),
          Display(kind == HolderKind::Device ? "Device" : "Person", std::make_shared<SystemClock>()), this))
    , m_search(new QLineEdit(card()))
    , m_list(new QListView(card()))
    , m_accept(primaryButton(tr("Assign"), card()))
{
    listOf(site, kind).open();
    const bool isDevice = kind == HolderKind::Device;
    const QString title =
        isDevice ? tr("Which device gets a seat of “%1”?").arg(licence) : tr("Who gets a seat of “%1”?").arg(licence);
    setAccessibleName(title);
    m_model->setColumns({u"name"_s});
    m_model->sort(0);
    m_search->setPlaceholderText(isDevice ? tr("Name, serial number or person") : tr("Name, e-mail or department"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(isDevice ? tr("Devices") : tr("Persons"));
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(title, Label::Style::Heading, Tone::Text, card()));
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    QPushButton *cancel = plainButton(tr("Cancel"), card());
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_accept);
    layout->addLayout(buttons);
    m_accept->setEnabled(false);
    connect(m_search, &QLineEdit::textChanged, m_model, [this](const QString &text) {
        // what is typed is a name, not a query: quoted, it is one phrase
        QString phrase = text.trimmed();
        phrase.remove(u'"').remove(u'\\');
        m_model->setQuery(phrase.isEmpty() ? QString() : u"\"%1\""_s.arg(phrase));
    });
    connect(m_search, &QLineEdit::returnPressed, this, &HolderPicker::pick);
    connect(m_list, &QListView::activated, this, &HolderPicker::pick);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex &current) { m_accept->setEnabled(current.isValid()); });
    connect(m_accept, &QPushButton::clicked, this, &HolderPicker::pick);
    connect(cancel, &QPushButton::clicked, this, &HolderPicker::dismiss);
}

QWidget *HolderPicker::firstFocus() const { return m_search; }

bool HolderPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up) {
            const int row = m_list->currentIndex().row() + (key == Qt::Key_Down ? 1 : -1);
            m_list->setCurrentIndex(m_model->index(qBound(0, row, m_model->rowCount() - 1), 0));
            return true;
        }
    }
    return Overlay::eventFilter(watched, event);
}

void HolderPicker::pick()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const QString id = m_model->idAt(index.row());
    dismiss();
    Q_EMIT picked(id);
}

} // namespace belvedere
