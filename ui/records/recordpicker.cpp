// The sheet for choosing a record.
#include "ui/records/recordpicker.h"

#include "ui/common/buttonrow.h"
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

RecordPicker::RecordPicker(LiveList &list, const char *entity, const Texts &texts, QWidget *window)
    : Overlay(window)
    , m_model(new TableModel(list.store(), Display(entity, std::make_shared<SystemClock>()), this))
    , m_search(new QLineEdit(card()))
    , m_list(new QListView(card()))
    , m_accept(primaryButton(tr("Assign"), card()))
{
    list.open();
    setAccessibleName(texts.title);
    m_model->setColumns({u"name"_s});
    m_model->sort(0);
    m_search->setPlaceholderText(texts.search);
    m_search->setAccessibleName(m_search->placeholderText());
    m_search->installEventFilter(this);
    m_list->setModel(m_model);
    m_list->setUniformItemSizes(true);
    m_list->setAccessibleName(texts.list);
    auto *layout = new QVBoxLayout(card());
    layout->setContentsMargins(space::xl, space::l + space::xs, space::xl, space::l);
    layout->setSpacing(space::m);
    layout->addWidget(new Label(texts.title, Label::Style::Heading, Tone::Text, card()));
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    QPushButton *none = texts.none.isEmpty() ? nullptr : plainButton(texts.none, card());
    QPushButton *cancel = plainButton(tr("Cancel"), card());
    QHBoxLayout *buttons = buttonRow({cancel, m_accept});
    layout->addLayout(buttons);
    if (none) {
        buttons->insertWidget(0, none);
        connect(none, &QPushButton::clicked, this, [this] {
            dismiss();
            Q_EMIT picked({});
        });
    }
    m_accept->setEnabled(false);
    connect(m_search, &QLineEdit::textChanged, m_model, [this](const QString &text) {
        // what is typed is a name, not a query: quoted, it is one phrase
        QString phrase = text.trimmed();
        phrase.remove(u'"').remove(u'\\');
        m_model->setQuery(phrase.isEmpty() ? QString() : u"\"%1\""_s.arg(phrase));
    });
    connect(m_search, &QLineEdit::returnPressed, this, &RecordPicker::pick);
    connect(m_list, &QListView::activated, this, &RecordPicker::pick);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
        [this](const QModelIndex &current) { m_accept->setEnabled(current.isValid()); });
    connect(m_accept, &QPushButton::clicked, this, &RecordPicker::pick);
    connect(cancel, &QPushButton::clicked, this, &RecordPicker::dismiss);
}

QWidget *RecordPicker::firstFocus() const { return m_search; }

bool RecordPicker::eventFilter(QObject *watched, QEvent *event)
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

void RecordPicker::pick()
{
    const QModelIndex index = m_list->currentIndex();
    if (!index.isValid())
        return;
    const QString id = m_model->idAt(index.row());
    dismiss();
    Q_EMIT picked(id);
}

} // namespace belvedere
