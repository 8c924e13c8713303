// A check as a form and as text: each is made from the other without loss, or the form says that it cannot.
#include "query/checkform.h"
#include "query/print.h"
#include "unit/query/randomquery.h"
#include "unit/query/specimen.h"

#include <QTest>

using namespace belvedere;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 5, 4), QTime(12, 0), Qt::UTC);

std::optional<CheckGroup> formOfText(const QString &text)
{
    const QueryParse parsed = parseQuery(text, fields<Specimen>(), QueryMode::Check);
    return parsed ? formOf(parsed.query(), fields<Specimen>()) : std::nullopt;
}

} // namespace

class TestCheckForm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void randomChecksComeBackAsTheyWere()
    {
        RandomQueries random(fields<Specimen>(), now, 3);
        int shown = 0;
        for (int i = 0; i < 1'500; ++i) {
            const Query query = random.query(QueryMode::Check);
            const QString text = printed(query, fields<Specimen>());
            const QueryParse parsed = parseQuery(text, fields<Specimen>(), QueryMode::Check);
            if (!parsed || parsed.query().isEmpty())
                continue;
            const std::optional<CheckGroup> form = formOf(parsed.query(), fields<Specimen>());
            if (!form)
                continue;
            ++shown;
            const Result<QString> back = textOf(*form, fields<Specimen>());
            QVERIFY2(back, qPrintable(text));
            const QueryParse again = parseQuery(back.value(), fields<Specimen>(), QueryMode::Check);
            QVERIFY2(again && again.query() == parsed.query(), qPrintable(text + u" became "_s + back.value()));
            const std::optional<CheckGroup> second = formOf(again.query(), fields<Specimen>());
            QVERIFY2(second && *second == *form, qPrintable(text));
        }
        QVERIFY2(shown > 400, qPrintable(QString::number(shown)));
    }

    void whatIsTooDeepIsLeftAlone()
    {
        const QString field = QString::fromLatin1(fields<Specimen>()[0].name);
        const QString test = field + u":a"_s;
        QVERIFY(formOfText(test));
        QVERIFY(formOfText(u"%1 (%1 or -(%1 %1))"_s.arg(test)));
        QVERIFY(!formOfText(u"%1 (%1 or (%1 -(%1 or (%1 %1))))"_s.arg(test)));
    }

    void unfinishedRowsSayWhy()
    {
        CheckGroup form;
        QCOMPARE(textOf(form, fields<Specimen>()).error().code, u"query.empty"_s);
        form.entries.push_back({CheckRow{QString::fromLatin1(fields<Specimen>()[0].name), QueryOp::Is, {}, {}}, {}});
        const Result<QString> text = textOf(form, fields<Specimen>());
        QVERIFY(!text);
        QCOMPARE(text.error().kind, ApiError::Kind::Validation);
    }

    void emptyGroupsAreNothing()
    {
        CheckGroup form;
        form.kind = CheckGroup::Kind::Any;
        const QString field = QString::fromLatin1(fields<Specimen>()[0].name);
        form.entries.push_back({CheckRow{field, QueryOp::Is, u"a"_s, {}}, {}});
        form.entries.push_back({std::nullopt, CheckGroup{}});
        const Result<QString> text = textOf(form, fields<Specimen>());
        QVERIFY(text);
        QCOMPARE(text.value(), QString(field + u":a"_s));
    }
};

QTEST_GUILESS_MAIN(TestCheckForm)
#include "tst_checkform.moc"
