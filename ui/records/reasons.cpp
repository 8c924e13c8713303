// Tables of reasons.
#include "ui/records/reasons.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace belvedere {

QHash<QString, QString> ruleReasonWords()
{
    const auto word = [](const char *text) { return QCoreApplication::translate("RuleReason", text); };
    return {{u"missing"_s, word(QT_TRANSLATE_NOOP("RuleReason", "Not reported"))},
        {u"stale"_s, word(QT_TRANSLATE_NOOP("RuleReason", "Reported too long ago"))},
        {u"type_error"_s, word(QT_TRANSLATE_NOOP("RuleReason", "Report cannot be read"))},
        {u"unsupported_os"_s, word(QT_TRANSLATE_NOOP("RuleReason", "For other platforms"))},
        {u"unsupported_enrolment"_s, word(QT_TRANSLATE_NOOP("RuleReason", "For devices that are enrolled otherwise"))},
        {u"unsupported_form"_s, word(QT_TRANSLATE_NOOP("RuleReason", "For other forms of devices"))},
        {u"app_missing"_s, word(QT_TRANSLATE_NOOP("RuleReason", "An application is missing"))},
        {u"app_outdated"_s, word(QT_TRANSLATE_NOOP("RuleReason", "An application is too old"))},
        {u"app_present"_s, word(QT_TRANSLATE_NOOP("RuleReason", "An application must not be there"))},
        {u"rule.invalid"_s, word(QT_TRANSLATE_NOOP("RuleReason", "The rule cannot be read"))}};
}

QHash<QString, QString> deploymentReasonWords()
{
    const auto word = [](const char *text) { return QCoreApplication::translate("DeploymentReason", text); };
    return {{u"failed"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Failed on the device"))},
        {u"interrupted"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Was interrupted"))},
        {u"postponed"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device put it off"))},
        {u"expired"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device did not come for it in time"))},
        {u"proof.missing"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device gave no proof"))},
        {u"conflict"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Something else has its place"))},
        {u"dependency"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Something that it needs is missing"))},
        {u"waiting"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Waits for another item"))},
        {u"inventory-only"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device only reports its inventory"))},
        {u"platform"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "For another platform"))},
        {u"minimum-os"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The operating system is too old"))},
        {u"supervised"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "For supervised devices"))},
        {u"company-owned"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Not for a person's own device"))},
        {u"item.missing"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The server cannot read the item"))},
        {u"item.corrupt"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The server cannot read the item"))},
        {u"secret.key-missing"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The server misses the key of its secrets"))},
        {u"secret.key-wrong"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The server has another key than that of its secrets"))},
        {u"secret.key-unreadable"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The server cannot read the key of its secrets"))},
        {u"secret.corrupt"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "A secret cannot be read any more"))},
        {u"item.taken-off"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "A person has taken it off the device"))},
        {u"step.withdrawn"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The rule does not ask for it any more"))},
        {u"deployment.paused"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Its policy is paused"))},
        {u"target.missing"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The target is not there any more"))},
        {u"delivery.unreachable"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The target cannot be reached"))},
        {u"delivery.timeout"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The target did not answer in time"))},
        {u"delivery.tls"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The certificate of the target is not trusted"))},
        {u"delivery.redirect"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The target points to another address"))},
        {u"delivery.answer-too-large"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The target answered with too much"))},
        {u"delivery.status-400"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The target did not accept it (400)"))},
        {u"delivery.status-401"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The target did not accept the signature (401)"))},
        {u"delivery.status-403"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The target refused it (403)"))},
        {u"delivery.status-404"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "Nothing is at the address of the target (404)"))},
        {u"delivery.status-500"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The target has failed (500)"))},
        {u"delivery.status-503"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The target is not available (503)"))},
        {u"rollout.halted"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The roll-out has halted"))},
        {u"action.unsupported"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device cannot do that"))},
        {u"action.not-failing"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device meets the rule by now"))},
        {u"action.inventory-only"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The device only reports its inventory"))},
        {u"action.personal-device"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device belongs to a person"))},
        {u"action.blast-radius"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "It would reach too many devices at once"))},
        {u"action.too-many"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Too many actions at once"))},
        {u"action.expired"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device did not come for it in time"))},
        {u"action.finished"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The action has ended"))},
        {u"action.notice-too-short"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The notice is too short"))},
        {u"command.not-allowed"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device's agent runs no commands"))},
        {u"command.not-found"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device has no such command"))},
        {u"command.unsafe"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "Others could have changed the command on the device"))},
        {u"command.exit-status"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The command ended with another status than 0"))},
        {u"command.killed"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The command was ended by a signal"))},
        {u"command.timeout"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The command took too long"))},
        {u"command.failed"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The command could not be started"))},
        {u"command.interrupted"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Was interrupted"))},
        {u"command.unknown-kind"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The agent is too old for that"))},
        {u"agent.restarted"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The agent was started anew before"))},
        {u"application.format"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "A package format that the device does not know"))},
        {u"packages.unavailable"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The device has no package manager"))},
        {u"packages.busy"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Another program changes the packages"))},
        {u"packages.failed"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The package manager has failed"))},
        {u"packages.not-possible"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The package cannot be had"))},
        {u"packages.not-allowed"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The device does not allow this package"))},
        {u"packages.would-remove"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Other packages would be removed"))},
        {u"packages.protected"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The package is never removed"))},
        {u"packages.download"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The package could not be fetched"))},
        {u"packages.not-a-package"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The content is no package"))},
        {u"packages.other-package"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The content is another package"))},
        {u"content.missing"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The content has not been fetched"))},
        {u"content.unknown"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The server does not have the content"))},
        {u"content.no-space"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "No room for the content on the device"))},
        {u"content.too-large"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The content is too large for the device"))},
        {u"content.wrong-size"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The content was damaged on its way"))},
        {u"content.wrong-hash"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The content was damaged on its way"))},
        {u"content.range"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The content could not be fetched"))},
        {u"content.stopped"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Fetching the content was interrupted"))},
        {u"profile.not-verified"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "Does not read back as it was written"))},
        {u"profile.type-changed"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Is installed as something else"))},
        {u"profile.unsupported"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "The device does not know this type of profile"))},
        {u"platform.unsupported"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Not on this platform"))},
        {u"path.unsafe"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The path on the device is not safe"))},
        {u"path.not-allowed"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The path is not allowed on the device"))},
        {u"file.exists"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "There is a file already that is not the site's"))},
        {u"file.failed"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The file could not be written"))},
        {u"file.not-verified"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "Does not read back as it was written"))},
        {u"file.too-large"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The file is too large for the device"))},
        {u"certificate.expired"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The certificate has expired"))},
        {u"certificate.malformed"_s, word(QT_TRANSLATE_NOOP("DeploymentReason", "The certificate cannot be read"))},
        {u"certificate.not-an-authority"_s,
            word(QT_TRANSLATE_NOOP("DeploymentReason", "Not the certificate of an authority"))}};
}

QString profileReason(const QString &code)
{
    if (code == "inventory-only"_L1)
        return QCoreApplication::translate("ProfileReason", "the device only reports its inventory");
    if (code == "platform"_L1)
        return QCoreApplication::translate("ProfileReason", "it is for another platform");
    if (code == "minimum-os"_L1)
        return QCoreApplication::translate("ProfileReason", "the operating system is too old");
    if (code == "supervised"_L1)
        return QCoreApplication::translate("ProfileReason", "it is for supervised devices");
    if (code == "company-owned"_L1)
        return QCoreApplication::translate("ProfileReason", "it is not for a person's own device");
    if (code == "item.missing"_L1)
        return QCoreApplication::translate("ProfileReason", "the server cannot read it");
    if (code == "conflict"_L1)
        return QCoreApplication::translate("ProfileReason", "something else has its place");
    return deploymentReasonWords().value(code, code);
}

QString settingReason(const QString &code, const QString &minimumOs)
{
    if (code != "minimum-os"_L1 || minimumOs.isEmpty())
        return profileReason(code);
    return QCoreApplication::translate("ProfileReason", "the operating system is older than %1").arg(minimumOs);
}

} // namespace belvedere
