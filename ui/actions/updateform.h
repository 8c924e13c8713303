// UpdateForm: which devices get their approved updates, and when.
#pragma once

#include "base/apierror.h"
#include "domain/updatewindow.h"

#include <QTimer>
#include <QWidget>

namespace belvedere {

class FormSheet;

class UpdateForm final : public QWidget {
    Q_OBJECT
public:
    // `query`: what the field for devices begins with; empty: the devices are named already and there is no such field.
    // `patches`: ids of the ones that are meant; empty: all that are approved.
    UpdateForm(const QString &query, const QStringList &patches, QWidget *parent = nullptr);
    QString query() const; // empty without the field
    QJsonObject parameters() const; // an UpdateWindow
    // Those of an order's preview, beside their fields.
    void setErrors(const QList<FieldError> &errors);

Q_SIGNALS:
    void edited(); // and then left alone for a moment

private:
    FormSheet *m_devices = nullptr;
    FormSheet *m_window;
    QStringList m_patches;
    QTimer m_pause;
};

// When devices install: a sentence; empty for "at once".
QString windowText(const UpdateWindow &window);

} // namespace belvedere
