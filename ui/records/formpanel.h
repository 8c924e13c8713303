// FormPanel: one record with its form: shown, edited, saved with the version it was read with.
#pragma once

#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/common/formsheet.h"
#include "ui/shell/allowed.h"

#include <QWidget>

class QPushButton;

namespace belvedere {

class InlineMessage;
class StateStack;

// Everything but the two calls that depend on the entity.
class FormPanelBase : public QWidget {
    Q_OBJECT
public:
    FormPanelBase(std::span<const Field> fields, Display display, const QStringList &only, QWidget *parent);
    FormSheet *form() const { return m_form; }
    void setEditable(bool editable);
    bool isDirty() const { return m_form->isDirty(); }
    bool isSettled() const { return !m_busy; }

Q_SIGNALS:
    void saved();

protected:
    virtual void save() = 0;
    virtual void reload() = 0;
    void setBusy(bool busy);
    void follow(Site &site); // saving needs a connection
    void showSaved(const void *entity);
    // A refused field goes beside the field, a newer version asks to load it, the rest is a line above the form.
    void showError(const ApiError &error);
    StateStack *states() const { return m_states; }
    RequestScope &scope() { return m_scope; }

private:
    void refresh();

    StateStack *m_states;
    FormSheet *m_form;
    InlineMessage *m_message;
    QPushButton *m_save;
    QPushButton *m_revert;
    RequestScope m_scope;
    bool m_busy = false;
    bool m_isReachable = true;
};

template<class E> class FormPanel final : public FormPanelBase {
public:
    // `site` outlives the panel; `only` as in FormSheet.
    FormPanel(Site &site, Display display, const QStringList &only, QWidget *parent = nullptr)
        : FormPanelBase(fields<E>(), std::move(display), only, parent)
        , m_site(site)
    {
        follow(site);
    }
    // Reads the record; an empty id shows nothing.
    void open(const Id<E> &id)
    {
        m_id = id;
        reload();
    }
    const Id<E> &id() const { return m_id; }

private:
    void reload() override
    {
        scope().abortAll();
        if (m_id.isEmpty())
            return;
        setBusy(true);
        Get<E> operation;
        operation.id = m_id;
        scope().add(m_site.send(operation)).then(this, [this](const Result<E> &result) { take(result); });
    }
    void save() override
    {
        setBusy(true);
        Update<E> operation;
        operation.id = m_id;
        operation.body.changes = form()->changes();
        CallOptions options;
        options.ifMatch = QString::number(m_version);
        scope().add(m_site.send(operation, options)).then(this, [this](const Result<E> &result) {
            take(result);
            if (result)
                Q_EMIT saved();
        });
    }
    void take(const Result<E> &result)
    {
        if (!result) {
            showError(result.error());
            return;
        }
        m_version = result.value().version;
        showSaved(&result.value());
    }

    Site &m_site;
    Id<E> m_id;
    qint64 m_version = 0;
};

} // namespace belvedere
