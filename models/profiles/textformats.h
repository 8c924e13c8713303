// Named forms of texts in settings: what a pattern alone cannot check.
#pragma once

#include <QString>

namespace belvedere {

bool isTextFormat(QStringView format);
// English: "not an http or https address"; empty: the text has the form, or `format` is empty.
QString formatProblem(QStringView format, const QString &text);

// The same of the bytes of a content; besides the forms of texts there are "property-list", "json-object" and "syncml".
QString formatProblem(QStringView format, const QByteArray &bytes);

} // namespace belvedere
