// What became of an order, for people and for programs.
#pragma once

#include "api/actions.h"

namespace belvedere {

// {request, kind, matched, accepted, refused}, and after waiting {state, waiting, done, failed, cancelled}.
QByteArray receiptJson(const ActionReceipt &receipt, const std::optional<Action> &waited);
QByteArray receiptText(const ActionReceipt &receipt, const std::optional<Action> &waited);
// The effects, a line each, before somebody decides.
QString previewText(const ActionPreview &preview);
// Whether some devices refused, failed or, after waiting, have not ended their part.
bool isPartial(const ActionReceipt &receipt, const std::optional<Action> &waited);

} // namespace belvedere
