// The frame around the form of one record.
#include "ui/records/formpanel.h"

#include "ui/common/buttonrow.h"
#include "ui/common/buttons.h"
#include "ui/common/inlinemessage.h"
#include "ui/common/statestack.h"
#include "ui/common/tokens.h"
#include "ui/common/usertext.h"
#include "ui/records/whileonline.h"

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace belvedere {

FormPanelBase::FormPanelBase(std::span<const Field> fields, Display display, const QStringList &only, QWidget *parent)
    : QWidget(parent)
    , m_form(new FormSheet(fields, std::move(display), only))
    , m_message(new InlineMessage)
    , m_save(primaryButton(tr("Save")))
    , m_revert(plainButton(tr("Revert")))
{
    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(space::l, space::m, space::l, space::m);
    inner->setSpacing(space::m);
    inner->addWidget(m_message);
    inner->addWidget(m_form);
    inner->addLayout(buttonRow({m_revert, m_save}));
    inner->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus); // the fields take the keyboard, and are scrolled to
    m_states = new StateStack(scroll);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_states);
    connect(m_form, &FormSheet::dirtyChanged, this, &FormPanelBase::refresh);
    connect(m_save, &QPushButton::clicked, this, [this] {
        if (m_form->check())
            save();
    });
    connect(m_revert, &QPushButton::clicked, this, [this] { reload(); });
    connect(m_message, &InlineMessage::actionTriggered, this, [this] { reload(); });
    connect(m_states, &StateStack::retryRequested, this, [this] { reload(); });
    m_states->showLoading(tr("Loading…"));
    refresh();
}

void FormPanelBase::setEditable(bool editable)
{
    m_form->setEditable(editable);
    refresh();
}

void FormPanelBase::refresh()
{
    m_save->setVisible(m_form->isEditable());
    m_revert->setVisible(m_form->isEditable());
    m_save->setEnabled(m_form->isDirty() && !m_busy && m_isReachable);
    m_save->setToolTip(m_isReachable ? QString() : WhileOnline::reason());
    m_revert->setEnabled(m_form->isDirty() && !m_busy);
}

void FormPanelBase::follow(Site &site)
{
    const auto refreshed = [this, &site] {
        m_isReachable = site.canWrite();
        refresh();
    };
    connect(&site, &Site::stateChanged, this, refreshed);
    connect(&site, &Site::identityChanged, this, refreshed);
    refreshed();
}

void FormPanelBase::setBusy(bool busy)
{
    m_busy = busy;
    refresh();
}

void FormPanelBase::showSaved(const void *entity)
{
    m_message->hide();
    m_form->load(entity);
    m_states->showContent();
    setBusy(false);
}

void FormPanelBase::showError(const ApiError &error)
{
    setBusy(false);
    if (error.kind == ApiError::Kind::Cancelled)
        return;
    if (m_states->state() != StateStack::State::Content) {
        m_states->showError(error);
        return;
    }
    if (error.kind == ApiError::Kind::Validation && !error.fields.isEmpty()) {
        m_form->setErrors(error.fields);
        return;
    }
    m_message->showMessage(Severity::Danger, userText(error));
    m_message->setAction(error.http == 412 ? tr("Load the newer version") : QString());
}

} // namespace belvedere
