// The OpenAPI 3.1 document of our API, written from the list of operations.
#pragma once

#include <QByteArray>

namespace belvedere {

// Indented JSON with sorted keys, so that it can be kept under version control; equal for equal declarations.
QByteArray openApiDocument();

} // namespace belvedere
