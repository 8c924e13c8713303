// The sheet for choosing a person.
#include "ui/devices/personpicker.h"

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

PersonPicker::PersonPicker(Site &site, const QString &deviceName, QWidget *window)
    : Overlay(window)
    , m_model(new TableModel(site.list<Person>().store(), Display("Person", std::make_shared<SystemClock>()), this))
    , m_search(new QLineEdit(card()))
    , m_list(new QListView(card()))
    , m_accept(primaryButton(tr("Assign"), card()))
{
    site.list<Person>().open();
    const QString title = tr("Who uses %1?").arg(deviceName);
    setAccessibleName(title);
    m_model->setColumns({u"name"_s});
    m_model->sort(0);
    m_search->setPlaceholderText(tr("Name, e-mail or department"));
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(tr("Persons"));
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(title, Label::Style::Heading, Tone::Text, card()));
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::s);
    QPushButton *nobody = plainButton(tr("Nobody"), card());
    QPushButton *cancel = plainButton(tr("Cancel"), card());
    buttons->addWidget(nobody);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_accept);
    layout->addLayout(buttons);
    m_accept->setEnabled(false);
    connect(m_search, &QLineEdit::textChanged, m_model, [this](const QString &text) {
        // What is typed is a name, not a query: quoted, it is one phrase.
        QString phrase = text.trimmed();
        phrase.remove(u'"').remove(u'\\');
        m_model->setQuery(phrase.isEmpty() ? QString() : u"\"%1\""_s.arg(phrase));
    });
    connect(m_search, &QLineEdit::returnPressed, this, &PersonPicker::pick);
    connect(m_list, &QListView::activated, this, &PersonPicker::pick);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex &current) { m_accept->setEnabled(current.isValid()); });
    connect(m_accept, &QPushButton::clicked, this, &PersonPicker::pick);
    connect(cancel, &QPushButton::clicked, this, &PersonPicker::dismiss);
    connect(nobody, &QPushButton::clicked, this, [this] {
        dismiss();
        Q_EMIT picked({});
    });
}

QWidget *PersonPicker::firstFocus() const { return m_search; }

bool PersonPicker::eventFilter(QObject *watched, QEvent *event)
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

void PersonPicker::pick()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const Id<Person> person{m_model->idAt(index.row())};
    dismiss();
    Q_EMIT picked(person);
}

} // namespace belvedere
