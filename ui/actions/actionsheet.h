// ActionSheet: what an action would really do to which devices, and the order for it; laid over the window.
#pragma once

#include "api/actions.h"
#include "domain/command.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/common/overlay.h"

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QVBoxLayout;

namespace belvedere {

class InlineMessage;
class Label;
class TypedGuard;
class UpdateForm;

// Which devices are meant: by ids, or by a query when there are too many to name.
struct OrderTarget {
    QStringList devices;
    QString query;
    qint64 count = 0; // as far as the window knows
    QString name; // of the device, when it is one
    QStringList patches = {}; // of an order for updates: ids of those that are meant; empty: all that are approved
};

class ActionSheet final : public Overlay {
    Q_OBJECT
public:
    // `site` outlives the sheet. The effects are asked for on opening; nothing is ordered before the person says so.
    ActionSheet(Site &site, ActionKind kind, OrderTarget target, QWidget *window);
    bool isSettled() const { return m_isSettled; }

Q_SIGNALS:
    void ordered(const belvedere::ActionReceipt &receipt);

protected:
    QWidget *firstFocus() const override;
    void onEscape() override;

private:
    QString title() const;
    ActionOrder order() const;
    void addMessageForm(QVBoxLayout *layout);
    void addLostModeForm(QVBoxLayout *layout);
    void addCommandForm(QVBoxLayout *layout);
    bool isNamed() const;
    QPlainTextEdit *addText(const QString &name, const QString &placeholder, QVBoxLayout *layout);
    QJsonObject texts(const QString &line, const QString &text) const;
    void addUpdateForm(QVBoxLayout *layout);
    void addButtons(QVBoxLayout *layout);
    void outdate();
    void preview();
    void showPreview(const ActionPreview &preview);
    void showRefused(const ActionPreview &preview);
    void clearEffects();
    void run();
    void refresh();

    Site &m_site;
    ActionKind m_kind;
    OrderTarget m_target;
    RequestScope m_previews; // given up for newer ones
    RequestScope m_orders;
    RequestScope m_names; // of commands
    QLineEdit *m_title = nullptr; // of a message; in lost mode the number to call
    QPlainTextEdit *m_text = nullptr;
    qsizetype m_most = maximumMessageLength; // characters of the text
    QLineEdit *m_command = nullptr;
    UpdateForm *m_updates = nullptr;
    Label *m_left = nullptr; // characters
    InlineMessage *m_message;
    QVBoxLayout *m_effects;
    TypedGuard *m_guard = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_accept = nullptr;
    std::optional<qint64> m_accepted; // devices of what is entered now, once the server has said so
    bool m_isSettled = false;
    bool m_isOrdering = false;
};

} // namespace belvedere
