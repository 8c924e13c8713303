// Overwriting of secrets.
#include "base/secret.h"

namespace belvedere {

void Secret::wipe()
{
    if (m_bytes.isEmpty())
        return;
    // volatile: the compiler may not drop writes to memory that is about to be freed
    volatile char *bytes = m_bytes.data();
    for (qsizetype i = 0; i < m_bytes.size(); ++i)
        bytes[i] = 0;
    m_bytes.clear();
}

} // namespace belvedere
