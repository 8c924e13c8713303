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
    // Those of an order, beside their fields; the first refused field gets the focus.
    void setErrors(const QList<FieldError> &errors);
    // The same of a preview, which comes by itself: the focus stays where it is.
    void markErrors(const QList<FieldError> &errors);
    QWidget *firstField() const;

Q_SIGNALS:
    void touched(); // at once, at every edit
    void edited(); // and then left alone for a moment

private:
    struct Errors {
        QList<FieldError> ofDevices;
        QList<FieldError> ofWindow;
    };
    Errors sorted(const QList<FieldError> &errors) const;

    FormSheet *m_devices = nullptr;
    FormSheet *m_window;
    QStringList m_patches;
    QTimer m_pause;
};

// When devices install: a sentence; empty for "at once". The moment is told in this computer's time, days and hours are
// those of each device.
QString windowText(const UpdateWindow &window);

} // namespace belvedere
