// Leaf, node and root hashes.
#include "audit/merkle.h"

#include "base/digest.h"

#include <QCryptographicHash>

namespace belvedere {

QByteArray merkleLeaf(QByteArrayView bytes)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayView("\0", 1));
    hash.addData(bytes);
    return hash.result();
}

QByteArray merkleNode(QByteArrayView left, QByteArrayView right)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayView("\1", 1));
    hash.addData(left);
    hash.addData(right);
    return hash.result();
}

void MerkleTree::add(const QByteArray &leafHash)
{
    QByteArray peak = leafHash;
    // each trailing one bit of the size is a complete subtree of the same height as the growing one
    for (qint64 rest = m_size; (rest & 1) != 0; rest >>= 1)
        peak = merkleNode(m_peaks.takeLast(), peak);
    m_peaks.append(peak);
    ++m_size;
}

QByteArray MerkleTree::root() const
{
    if (m_peaks.isEmpty())
        return sha256({});
    QByteArray root = m_peaks.last();
    for (qsizetype i = m_peaks.size() - 2; i >= 0; --i)
        root = merkleNode(m_peaks[i], root);
    return root;
}

} // namespace belvedere
