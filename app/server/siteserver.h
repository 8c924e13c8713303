// SiteServer: one site, served. The program and `belvedere --demo` run the same.
#pragma once

#include "server/options.h"

#include <memory>

namespace belvedere::server {

class SiteServer {
public:
    // Opens or makes the site and serves when it returns. Errors: those of the database ("store.…"), of the
    // listening address and certificate, "bootstrap.…". Needs a QCoreApplication, but no event loop.
    static Result<std::unique_ptr<SiteServer>> start(const Options &options);
    ~SiteServer(); // stops: running answers finish, streams end

    QString url() const;
    QString fingerprint() const; // empty without TLS

private:
    struct Private;
    explicit SiteServer(std::unique_ptr<Private> parts);
    std::unique_ptr<Private> d;
};

} // namespace belvedere::server
