// The hash tree of RFC 6962 over canonical records.
#pragma once

#include <QByteArray>
#include <QList>

namespace belvedere {

QByteArray merkleLeaf(QByteArrayView bytes); // SHA-256(0x00 | bytes), 32 bytes
QByteArray merkleNode(QByteArrayView left, QByteArrayView right); // SHA-256(0x01 | left | right), 32 bytes

// Takes leaves one by one and knows the root at any time; holds one hash per level.
class MerkleTree {
public:
    void add(const QByteArray &leafHash); // 32 bytes
    qint64 size() const { return m_size; }
    QByteArray root() const; // 32 bytes; of the empty tree SHA-256("")

private:
    QList<QByteArray> m_peaks; // roots of complete subtrees, largest first
    qint64 m_size = 0;
};

} // namespace belvedere
