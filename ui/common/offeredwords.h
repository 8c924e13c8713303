// Words that are offered while one line is being typed; what is typed may be another.
#pragma once

#include <QStringList>

class QLineEdit;

namespace belvedere {

// Instead of those that were offered before. A word that is chosen counts as typed: textEdited() tells it.
void offerWords(QLineEdit *edit, const QStringList &words);

} // namespace belvedere
