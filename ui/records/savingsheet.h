// SavingSheet: a record's form that sends what was entered, and sees through a version that somebody else saved first.
#pragma once

#include "ui/records/recordsheet.h"

namespace belvedere {

template<class E> class SavingSheet : public RecordSheet {
public:
    // A record without an id is made, another one is changed from the version that it has; `parts` begin with its
    // values. `site` outlives the sheet.
    SavingSheet(Site &site, E record, const QString &title, const QString &hint, const QString &accept,
        std::vector<Part> parts, QWidget *window)
        : RecordSheet(title, hint, accept, std::move(parts), window)
        , m_site(site)
        , m_record(std::move(record))
    {
        connect(this, &RecordSheet::submitted, this, [this] { send(); });
    }
    // Called with what the server holds now, as the sheet goes.
    std::function<void(const E &)> onSaved;
    // What stands in the form, on what the server has.
    E entered() const
    {
        E entity = m_record;
        const QJsonObject patch = changes(toJson(fields<E>(), &m_record));
        for (const Field &field : fields<E>()) {
            const auto it = patch.find(QString::fromLatin1(field.name));
            if (it == patch.end())
                continue;
            if (const Result<Cell> cell = cellFromJson(it.value(), field))
                field.set(&entity, cell.value());
        }
        return entity;
    }

protected:
    Site &site() { return m_site; }

private:
    void send()
    {
        if (m_record.id.isEmpty()) {
            Create<E> operation;
            operation.body = entered();
            scope().add(m_site.send(operation)).then(this, [this](const Result<E> &made) { take(made); });
            return;
        }
        Update<E> operation;
        operation.id = m_record.id;
        operation.body.changes = changes(toJson(fields<E>(), &m_record));
        CallOptions options;
        options.ifMatch = QString::number(m_record.version);
        scope().add(m_site.send(operation, options)).then(this, [this](const Result<E> &saved) { take(saved); });
    }
    void take(const Result<E> &saved)
    {
        if (saved) {
            const auto tell = onSaved;
            succeed();
            if (tell)
                tell(saved.value());
        } else if (saved.error().http == 412) {
            Get<E> read;
            read.id = m_record.id;
            scope().add(m_site.send(read)).then(this, [this](const Result<E> &newer) { compare(newer); });
        } else {
            fail(saved.error());
        }
    }
    void compare(const Result<E> &newer)
    {
        if (!newer) {
            fail(newer.error());
            return;
        }
        QStringList labels;
        for (const Field &field : fields<E>()) {
            if (!field.is(ReadOnly) && !(field.get(&m_record) == field.get(&newer.value())))
                labels.append(form()->labelOf(field));
        }
        m_record = newer.value();
        showConflict(labels);
    }

    Site &m_site;
    E m_record; // as the server has it, as far as known
};

} // namespace belvedere
