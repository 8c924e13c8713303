// Fields of what signing in takes and answers.
#include "api/session.h"

namespace belvedere {

template<> std::span<const Field> fields<Credentials>()
{
    static const Field list[] = {field<&Credentials::email>("email", "E-mail", Required, Personal::Contact),
        field<&Credentials::password>("password", "Password", Required),
        field<&Credentials::client>("client", "Client program")};
    return list;
}

template<> std::span<const Field> fields<RefreshRequest>()
{
    static const Field list[] = {field<&RefreshRequest::refreshToken>("refresh_token", "Refresh token", Required)};
    return list;
}

template<> std::span<const Field> fields<Session>()
{
    static const Field list[] = {field<&Session::accessToken>("access_token", "Access token", Required),
        field<&Session::expiresIn>("expires_in", "Seconds until the access token ends", Required, Personal::No, "s"),
        field<&Session::refreshToken>("refresh_token", "Refresh token", Required),
        field<&Session::account>("account", "Account", Required), field<&Session::email>("email", "E-mail", Required),
        field<&Session::name>("name", "Name", Required), field<&Session::role>("role", "Role", Required),
        field<&Session::passwordChangeDue>("password_change_due", "Password must be changed")};
    return list;
}

template<> std::span<const Field> fields<PasswordChange>()
{
    static const Field list[] = {field<&PasswordChange::oldPassword>("old_password", "Old password", Required),
        field<&PasswordChange::newPassword>("new_password", "New password", Required)};
    return list;
}

template<> std::span<const Field> fields<SiteInfo>()
{
    static const Field list[] = {field<&SiteInfo::name>("name", "Name", Required),
        field<&SiteInfo::server>("server", "Server", Required), field<&SiteInfo::api>("api", "API version", Required),
        field<&SiteInfo::fingerprint>("fingerprint", "Certificate fingerprint (SHA-256)")};
    return list;
}

} // namespace belvedere
