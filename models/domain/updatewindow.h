// UpdateWindow: when a device may install updates: from a moment on, on some days of the week, between two times.
#pragma once

#include "base/result.h"
#include "domain/field.h"

namespace belvedere {

// Parameters of ActionKind::UpdatesInstall. Times are those of the device itself, as its clock and offset tell.
struct UpdateWindow {
    QStringList patches; // ids of those that are meant; empty: all that are approved when the order is given
    QDateTime notBefore; // not handed out before; invalid: at once
    QStringList days; // "mon" … "sun", on which the window begins; empty: every day
    QString from; // "22:00"; both or neither: the whole day
    QString until; // "05:00"; before `from`: on the next day
};

// Whether it says anything about the time.
bool isLimited(const UpdateWindow &window);
// "mon" … "sun" with their names, Monday first.
std::span<const Choice> weekdays();
// By field; empty when everything fits.
QList<FieldError> problemsOf(const UpdateWindow &window);
// `local`: the device's time with its offset. A window that makes no sense is closed.
bool isOpen(const UpdateWindow &window, const QDateTime &local);

} // namespace belvedere
