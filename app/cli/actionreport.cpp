// Receipts of orders as text and JSON.
#include "cli/actionreport.h"

#include "cli/output.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString counted(qint64 devices) { return devices == 1 ? u"1 device"_s : u"%1 devices"_s.arg(devices); }

} // namespace

QByteArray receiptJson(const ActionReceipt &receipt, const std::optional<Action> &waited)
{
    QJsonObject object = toJson(receipt);
    if (waited) {
        object.insert(u"state"_s, waited->state.token());
        object.insert(u"waiting"_s, waited->waiting);
        object.insert(u"done"_s, waited->done);
        object.insert(u"failed"_s, waited->failed);
        object.insert(u"cancelled"_s, waited->cancelled);
    }
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

QByteArray receiptText(const ActionReceipt &receipt, const std::optional<Action> &waited)
{
    QString text = u"%1: %2 ordered on %3 of %4.\n"_s.arg(receipt.request, receipt.kind.token())
                       .arg(receipt.accepted)
                       .arg(counted(receipt.matched));
    if (waited)
        text += u"Done %1, failed %2, cancelled %3, not ended yet %4.\n"_s.arg(waited->done)
                    .arg(waited->failed)
                    .arg(waited->cancelled)
                    .arg(waited->waiting);
    if (!receipt.refused.empty())
        text += u"Refused by %1:\n"_s.arg(counted(receipt.matched - receipt.accepted));
    for (const ActionRefusal &refusal : receipt.refused)
        text += u"  %1  %2  %3\n"_s.arg(printable(refusal.device), printable(refusal.name), printable(refusal.code));
    return text.toUtf8();
}

QString previewText(const ActionPreview &preview)
{
    QString text = u"%1 on %2, %3 of them can do it:\n"_s.arg(preview.kind.token(), counted(preview.matched))
                       .arg(preview.accepted);
    if (preview.updates)
        text += u"  %1 updates on all of them together\n"_s.arg(*preview.updates);
    for (const ActionEffect &effect : preview.effects) {
        QStringList sort{effect.management.token(), effect.platform.token()};
        if (effect.simulated)
            sort.append(u"simulated"_s);
        sort.removeAll(QString());
        text += u"  %1 (%2): %3\n"_s.arg(
            counted(effect.devices), printable(sort.join(u", "_s)), withoutControls(effect.effect));
    }
    return text;
}

bool isPartial(const ActionReceipt &receipt, const std::optional<Action> &waited)
{
    return receipt.accepted < receipt.matched
        || (waited && (waited->failed > 0 || waited->waiting > 0 || waited->cancelled > 0));
}

} // namespace belvedere
