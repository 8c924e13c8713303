// The tree has the roots of RFC 6962, and a salted reference is what a person's record can be found and erased by.
#include "audit/merkle.h"
#include "audit/reference.h"
#include "auditdata.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

class TreeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rootsOfTheVectors();
    void aLeafIsNoNode();
    void referencesOfTheSample();
    void newReferencesAreSalted();
};

void TreeTest::rootsOfTheVectors()
{
    const QJsonObject vectors = auditJson(u"merkle_vectors.json"_s).object();
    const QJsonArray leaves = vectors.value("leaves_hex"_L1).toArray();
    const QJsonArray roots = vectors.value("roots"_L1).toArray();
    QCOMPARE(roots.size(), leaves.size() + 1);
    MerkleTree tree;
    for (qsizetype size = 0; size < roots.size(); ++size) {
        QCOMPARE(tree.size(), size);
        QCOMPARE(QString::fromLatin1(tree.root().toHex()), roots[size].toString());
        if (size < leaves.size())
            tree.add(merkleLeaf(QByteArray::fromHex(leaves[size].toString().toLatin1())));
    }
}

void TreeTest::aLeafIsNoNode()
{
    const QByteArray left(32, 'l');
    const QByteArray right(32, 'r');
    QVERIFY(merkleNode(left, right) != merkleLeaf(QByteArray(left + right)));
    QVERIFY(merkleNode(left, right) != merkleNode(right, left));
}

void TreeTest::referencesOfTheSample()
{
    const QJsonObject rows = auditJson(u"refs.json"_s).object();
    QVERIFY(!rows.isEmpty());
    for (auto row = rows.begin(); row != rows.end(); ++row) {
        const QByteArray salt = QByteArray::fromHex(row.value()["salt"_L1].toString().toLatin1());
        QCOMPARE(auditReference(salt, row.value()["value"_L1].toString()), row.key());
    }
}

void TreeTest::newReferencesAreSalted()
{
    const AuditReference first = newAuditReference(u"anna"_s);
    const AuditReference second = newAuditReference(u"anna"_s);
    QCOMPARE(first.salt.size(), auditSaltSize);
    QCOMPARE(first.ref.size(), 64);
    QVERIFY(first.ref != second.ref);
    QCOMPARE(auditReference(first.salt, first.value), first.ref);
    QVERIFY(!auditReference("short", u"anna"_s));
}

QTEST_GUILESS_MAIN(TreeTest)
#include "tst_audit_tree.moc"
