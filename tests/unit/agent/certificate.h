// A self-signed certificate for 127.0.0.1, made for one test.
#pragma once

#include <QSslCertificate>
#include <QSslKey>

namespace belvedere {

struct TestCertificate {
    QSslCertificate certificate;
    QSslKey key;
};

TestCertificate makeCertificate();

} // namespace belvedere
