// Signing in: credentials, tokens, and what an account may do about itself.
#pragma once

#include "api/operation.h"

namespace belvedere {

struct Credentials {
    QString email;
    QString password;
    QString client; // "belvedere 0.1 on Debian", for the list of sessions
};

struct RefreshRequest {
    QString refreshToken;
};

struct Session {
    QString accessToken;
    qint64 expiresIn = 0; // seconds
    QString refreshToken; // good once; each refresh answers another
    Id<Account> account;
    QString email;
    QString name;
    Coded<Role> role;
    bool passwordChangeDue = false;
};

struct PasswordChange {
    QString oldPassword;
    QString newPassword; // 12 to 256 characters
};

struct SiteInfo {
    QString name;
    QString server; // program and version
    QString api; // "v1"
    QString fingerprint; // SHA-256 of the certificate, hex; empty without TLS
};

template<> struct TypeName<Credentials> {
    static constexpr char value[] = "Credentials";
};
template<> struct TypeName<RefreshRequest> {
    static constexpr char value[] = "RefreshRequest";
};
template<> struct TypeName<Session> {
    static constexpr char value[] = "Session";
};
template<> struct TypeName<PasswordChange> {
    static constexpr char value[] = "PasswordChange";
};
template<> struct TypeName<SiteInfo> {
    static constexpr char value[] = "SiteInfo";
};

struct GetSite : Operation<None, None, None, SiteInfo> {
    static constexpr Spec spec{"getSite", Verb::Get, "", "/site", Permission::Public,
        "Name and version, to check an address before signing in."};
};
struct SignIn : Operation<None, None, Credentials, Session> {
    static constexpr Spec spec{"signIn", Verb::Post, "", "/session", Permission::Public,
        "Signs in with e-mail and password.", Repeat::Unkeyed};
};
struct RefreshSession : Operation<None, None, RefreshRequest, Session> {
    static constexpr Spec spec{"refreshSession", Verb::Post, "", "/session/refresh", Permission::Public,
        "Exchanges a refresh token for new tokens.", Repeat::Unkeyed};
};
struct SignOut : Operation<None, None, None, None> {
    static constexpr Spec spec{
        "signOut", Verb::Post, "", "/session/end", Permission::Self, "Ends this session and its tokens."};
};
struct ChangePassword : Operation<None, None, PasswordChange, None> {
    static constexpr Spec spec{"changePassword", Verb::Post, "", "/session/password", Permission::Self,
        "Changes the own password and ends the account's other sessions."};
};

} // namespace belvedere
