// RecordSheet: the form for a new record, or for another version of one, laid over the window.
#pragma once

#include "domain/json.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/common/formsheet.h"
#include "ui/common/overlay.h"

class QHBoxLayout;
class QPushButton;
class QVBoxLayout;

namespace belvedere {

class InlineMessage;

class RecordSheet : public Overlay {
    Q_OBJECT
public:
    // Some fields of the record, or of an object inside it.
    struct Part {
        std::span<const Field> fields;
        Display display;
        QStringList only; // as in FormSheet
        const void *initial; // fills the form; need not live on
        EditorHints hints = {};
        QString key = {}; // of the object that `fields` are in; empty: the record's own
        QString heading = {};
    };
    // `accept` is the button's text: "Create person".
    RecordSheet(
        const QString &title, const QString &hint, const QString &accept, std::vector<Part> parts, QWidget *window);

    FormSheet *form(size_t part = 0) const { return m_forms[part].form; }
    // Below the forms.
    void addBelow(QWidget *widget);
    bool isDirty() const;
    // As FormSheet's, of all parts together.
    QJsonObject values() const;
    // A merge patch. An object inside the record is sent whole: the one of `base` with what changed here.
    virtual QJsonObject changes(const QJsonObject &base) const;
    // What was typed into the first part, over what `record` holds.
    template<class T> void read(T *record) const
    {
        static_cast<void>(readRequest(fields<T>(), record, form()->values(), true));
    }
    // Sends what was made of it: the sheet goes, and `then` gets the answer; or it stays and says why it was refused.
    template<class Op, std::invocable<const AnswerValue<Op> &> Then>
    void submit(Site &site, const Op &operation, Then then)
    {
        using Answer = AnswerValue<Op>;
        m_scope.add(site.send(operation)).then(this, [this, then = std::move(then)](const Result<Answer> &answer) {
            if (!answer) {
                fail(answer.error());
                return;
            }
            succeed();
            then(answer.value());
        });
    }
    // After submitted(): the sheet stays until the answer is known.
    void succeed() { dismiss(); }
    virtual void fail(const ApiError &error);
    // Somebody else changed these fields (labels) meanwhile; what was typed stays, and can be submitted again.
    void showConflict(const QStringList &labels);

    // Refuses more than the fields do by themselves, before anything is sent.
    std::function<QList<FieldError>()> moreChecks;
    // What other widgets than the forms hold, by field, where it differs from `base`.
    std::function<QJsonObject(const QJsonObject &base)> moreChanges;

Q_SIGNALS:
    void submitted();

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { dismiss(); }
    // Every part holds values that may be sent; marks those that do not.
    bool check();
    InlineMessage *message() const { return m_message; }
    // Left of Cancel.
    void addButton(QPushButton *button);
    // Of requests that are given up with the sheet.
    RequestScope &scope() { return m_scope; }

private:
    struct Form {
        FormSheet *form;
        QString key;
    };
    QWidget *makeContent(std::vector<Part> parts);

    RequestScope m_scope;
    std::vector<Form> m_forms;
    InlineMessage *m_message;
    QPushButton *m_accept;
    QVBoxLayout *m_content = nullptr;
    QHBoxLayout *m_buttons;
};

} // namespace belvedere
