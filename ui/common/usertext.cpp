// Words for error codes and kinds.
#include "ui/common/usertext.h"

#include <QCoreApplication>

namespace belvedere {

namespace {

struct CodeText {
    const char *code;
    const char *text;
};

constexpr CodeText texts[] = {
    {"auth.failed", QT_TRANSLATE_NOOP("UserText", "The e-mail address or the password is not right.")},
    {"auth.expired", QT_TRANSLATE_NOOP("UserText", "Your session has ended. Sign in again.")},
    {"auth.disabled", QT_TRANSLATE_NOOP("UserText", "This account is disabled. Ask an administrator.")},
    {"auth.locked", QT_TRANSLATE_NOOP("UserText", "Too many failed sign-ins. Wait a few minutes, then try again.")},
    {"changes.expired", QT_TRANSLATE_NOOP("UserText", "The list is too old to be updated and will be loaded again.")},
    {"version.stale",
        QT_TRANSLATE_NOOP("UserText", "Somebody else changed this in the meantime. Load it again and repeat.")},
    {"enrolment.malformed", QT_TRANSLATE_NOOP("UserText", "This is not an enrolment string.")},
    {"tls.fingerprint-changed",
        QT_TRANSLATE_NOOP("UserText", "The server shows another certificate than the one that you trusted.")},
    {"tls.untrusted", QT_TRANSLATE_NOOP("UserText", "The server's certificate is not trusted.")},
    {"tls.expired", QT_TRANSLATE_NOOP("UserText", "The server's certificate has expired.")},
    {"tls.wrong-host", QT_TRANSLATE_NOOP("UserText", "The server's certificate belongs to another name.")},
    {"action.unsupported", QT_TRANSLATE_NOOP("UserText", "This device cannot carry out that action.")},
    {"action.no-devices-named", QT_TRANSLATE_NOOP("UserText", "Say first which devices are meant.")},
    {"action.too-many",
        QT_TRANSLATE_NOOP("UserText", "These are more devices than one order may name. Narrow them down.")},
    {"action.not-failing",
        QT_TRANSLATE_NOOP("UserText",
            "There is nothing to be done now: the device meets the rule, has time left, or the rule only monitors.")},
    {"action.personal-device",
        QT_TRANSLATE_NOOP(
            "UserText", "Only a device of the organisation is wiped, and this one is not known to be one.")},
    {"action.notice-too-short",
        QT_TRANSLATE_NOOP(
            "UserText", "The user was told less than a day ago, or not at all. Wait until a day is over.")},
    {"action.blast-radius",
        QT_TRANSLATE_NOOP(
            "UserText", "Within the last hour this was done to as many devices as an hour allows. Try again later.")},
    {"patch.not-approved",
        QT_TRANSLATE_NOOP("UserText",
            "Some of the chosen patches are not approved any more. Close this, then choose among those that are.")},
    {"file.write", QT_TRANSLATE_NOOP("UserText", "The file could not be written.")},
    {"precondition.failed",
        QT_TRANSLATE_NOOP("UserText", "Somebody else changed this in the meantime. Load it again and repeat.")},
    {"profile.in-use", QT_TRANSLATE_NOOP("UserText", "A business policy uses this profile. Take it out there first.")},
    {"application.in-use",
        QT_TRANSLATE_NOOP("UserText", "A business policy uses this application. Take it out there first.")},
    {"file.in-use", QT_TRANSLATE_NOOP("UserText", "A business policy uses this file. Take it out there first.")},
    {"certificate.in-use",
        QT_TRANSLATE_NOOP("UserText", "A business policy uses this certificate. Take it out there first.")},
    {"rule.in-use", QT_TRANSLATE_NOOP("UserText", "A business policy uses this rule. Take it out there first.")},
    {"policy.approval", QT_TRANSLATE_NOOP("UserText", "A second person has to approve this version first.")},
    {"policy.approver",
        QT_TRANSLATE_NOOP("UserText", "You have edited this version. Somebody else has to approve it.")},
    {"policy.circle", QT_TRANSLATE_NOOP("UserText", "Some items wait for each other. Take one of the orders out.")},
    {"policy.installed", QT_TRANSLATE_NOOP("UserText", "Say first what becomes of what the policy has installed.")},
    {"policy.rollout-chain",
        QT_TRANSLATE_NOOP("UserText",
            "Too many roll-outs of this policy are not complete. Open the waves of the one that is in force, or put a "
            "version in force that is for everybody at once, such as one rolled back to.")},
    {"policy.rollout", QT_TRANSLATE_NOOP("UserText", "The roll-out does not wait for anybody any more.")},
    {"policy.state", QT_TRANSLATE_NOOP("UserText", "The policy is in another state by now.")},
    {"view.name-taken", QT_TRANSLATE_NOOP("UserText", "There is a view with this name already. Choose another one.")},
    {"view.too-many", QT_TRANSLATE_NOOP("UserText", "There are too many views. Delete some first.")},
    {"view.not-yours", QT_TRANSLATE_NOOP("UserText", "Only its owner can take a shared view back. You can delete it.")},
    {"deployment.state", QT_TRANSLATE_NOOP("UserText", "Only what has failed can be tried again.")},
    {"upload.file", QT_TRANSLATE_NOOP("UserText", "The file cannot be read, or it has changed while it was sent.")},
    {"upload.too-large", QT_TRANSLATE_NOOP("UserText", "The file is larger than this site takes.")},
    {"upload.no-room", QT_TRANSLATE_NOOP("UserText", "This site has no room for the file.")},
    {"upload.too-many", QT_TRANSLATE_NOOP("UserText", "Too many uploads are under way. Finish or cancel some first.")},
    {"upload.hash", QT_TRANSLATE_NOOP("UserText", "The file was damaged on its way. Send it again.")},
    {"upload.gone", QT_TRANSLATE_NOOP("UserText", "The uploaded file is not kept any more. Send it again.")},
    {"certificate.unreadable", QT_TRANSLATE_NOOP("UserText", "The file holds no certificate that can be read.")},
    {"certificate.private-key",
        QT_TRANSLATE_NOOP(
            "UserText", "The file holds a private key, which is not kept here. Choose the certificate alone.")},
    {"certificate.password", QT_TRANSLATE_NOOP("UserText", "The password does not open the file.")},
    {"certificate.iterations",
        QT_TRANSLATE_NOOP("UserText", "Opening the file would take too long. Make it anew with fewer rounds.")},
    {"certificate.cipher",
        QT_TRANSLATE_NOOP("UserText", "The file is encrypted in a way that is not read here. Make it anew with AES.")},
    {"certificate.too-many", QT_TRANSLATE_NOOP("UserText", "There are too many certificates in the file.")},
    {"certificate.there", QT_TRANSLATE_NOOP("UserText", "This certificate is there already.")},
    {"licence.full", QT_TRANSLATE_NOOP("UserText", "All seats of the licence are taken.")},
    {"licence.expired", QT_TRANSLATE_NOOP("UserText", "The licence has expired.")},
    {"licence.held", QT_TRANSLATE_NOOP("UserText", "There is a seat of this licence for them already.")},
    {"waiver.same-person",
        QT_TRANSLATE_NOOP("UserText", "Whoever asked for a waiver cannot decide it. Somebody else has to.")},
    {"waiver.state", QT_TRANSLATE_NOOP("UserText", "The waiver is in another state by now.")},
    {"waiver.scope", QT_TRANSLATE_NOOP("UserText", "The devices of the waiver cannot be read as a query.")},
    {"step.same-person",
        QT_TRANSLATE_NOOP("UserText",
            "Whoever wrote the rule, or edited or activated its policy, cannot approve what it destroys. Somebody else "
            "has to.")},
    {"step.state", QT_TRANSLATE_NOOP("UserText", "The step does not wait for approval any more.")},
    {"upload.finished", QT_TRANSLATE_NOOP("UserText", "The upload is complete already.")},
    {"upload.unfinished", QT_TRANSLATE_NOOP("UserText", "The upload is not complete. Send the file again.")},
    {"upload.busy", QT_TRANSLATE_NOOP("UserText", "The upload is being worked on. Try again in a moment.")},
    {"policy.corrupt",
        QT_TRANSLATE_NOOP("UserText", "A version of this policy cannot be read on the server. Ask whoever runs it.")},
    {"item.corrupt",
        QT_TRANSLATE_NOOP("UserText", "An item of this policy cannot be read on the server. Ask whoever runs it.")},
    {"secret.key-missing",
        QT_TRANSLATE_NOOP("UserText", "The server misses the key of its secrets. Ask whoever runs it.")},
    {"secret.key-wrong",
        QT_TRANSLATE_NOOP("UserText", "The server has another key than that of its secrets. Ask whoever runs it.")},
    {"secret.key-unreadable",
        QT_TRANSLATE_NOOP("UserText", "The server cannot read the key of its secrets. Ask whoever runs it.")},
    {"secret.key-unwritable",
        QT_TRANSLATE_NOOP("UserText", "The server could not store a key for secrets. Ask whoever runs it.")},
    {"secret.corrupt",
        QT_TRANSLATE_NOOP("UserText", "A secret of this profile cannot be read any more. Enter all of them anew.")},
    {"profile.type", QT_TRANSLATE_NOOP("UserText", "The server does not know this type of profile.")},
    {"signing.off",
        QT_TRANSLATE_NOOP("UserText", "This server has no certificate to sign profiles with. Ask whoever runs it.")},
    {"signing.expired",
        QT_TRANSLATE_NOOP(
            "UserText", "The server's certificate for profiles has run out or is not valid yet. Ask whoever runs it.")},
    {"signing.failed", QT_TRANSLATE_NOOP("UserText", "The server could not sign the profile. Ask whoever runs it.")},
    {"signing.platform", QT_TRANSLATE_NOOP("UserText", "Only profiles of Apple's platforms are signed.")},
    {"policy.scope", QT_TRANSLATE_NOOP("UserText", "The devices of the policy cannot be read as a query.")},
    {"rule.field", QT_TRANSLATE_NOOP("UserText", "The rule tests something that the server does not know.")},
    {"rule.parameter", QT_TRANSLATE_NOOP("UserText", "A parameter of the rule is missing or has no value that fits.")},
    {"policy.administrators",
        QT_TRANSLATE_NOOP("UserText",
            "A second person has to approve, and there is only one administrator. Add another account first.")},
    {"deployment.paused",
        QT_TRANSLATE_NOOP("UserText", "Its policy is paused, or its roll-out has halted. Go on there first.")},
    {"request.too-large", QT_TRANSLATE_NOOP("UserText", "This is more than the server accepts at once.")},
};

QString kindText(const ApiError &error)
{
    const auto tr = [](const char *text, int n = -1) {
        return QCoreApplication::translate("UserText", text, nullptr, n);
    };
    switch (error.kind) {
    case ApiError::Kind::Transport:
        return tr("The server could not be reached. Check the network and the address.");
    case ApiError::Kind::Timeout:
        return tr("The server did not answer in time.");
    case ApiError::Kind::Cancelled:
        return {};
    case ApiError::Kind::Tls:
        return tr("A secure connection to the server could not be made.");
    case ApiError::Kind::Unauthorized:
        return tr("You are not signed in. Sign in again.");
    case ApiError::Kind::Forbidden:
        return tr("Your role does not allow this.");
    case ApiError::Kind::NotFound:
        return tr("This no longer exists on the server.");
    case ApiError::Kind::Conflict:
        return tr("This was changed in the meantime. Load it again and repeat.");
    case ApiError::Kind::Validation:
        return error.fields.isEmpty() ? tr("The server did not accept what was entered.")
                                      : tr("%n field(s) were not accepted.", int(error.fields.size()));
    case ApiError::Kind::RateLimited:
        return error.retryAfter ? tr("Too many requests. Try again in %n second(s).", *error.retryAfter)
                                : tr("Too many requests. Try again in a moment.");
    case ApiError::Kind::Server:
        return tr("The server has a problem of its own. Try again later.");
    case ApiError::Kind::Decode:
        return tr("The server's answer could not be understood. It may be of another version.");
    }
    return {};
}

} // namespace

QString userText(const ApiError &error)
{
    if (error.kind == ApiError::Kind::Cancelled)
        return {};
    for (const CodeText &entry : texts) {
        if (error.code == QLatin1StringView(entry.code))
            return QCoreApplication::translate("UserText", entry.text);
    }
    return kindText(error);
}

} // namespace belvedere
