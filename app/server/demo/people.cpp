// Drawing of persons.
#include "server/demo/people.h"

#include "base/fold.h"
#include "server/demo/draw.h"

#include <QHash>

using namespace Qt::StringLiterals;

namespace belvedere::server {

namespace {

constexpr quint32 purpose = 1;

template<class T> int weightedIndex(Draw &draw, const QList<T> &list)
{
    return int(&draw.weighted(list) - list.constData());
}

QString mailName(const QString &first, const QString &last)
{
    return QString(folded(first) + u'.' + folded(last)).remove(u' ').remove(u'\'');
}

} // namespace

std::vector<DemoPerson> drawPersons(quint32 seed, int count)
{
    const DemoCatalogue &catalogue = demoCatalogue();
    std::vector<DemoPerson> persons;
    persons.reserve(size_t(count));
    QHash<QString, int> taken;
    for (int i = 0; i < count; ++i) {
        Draw draw(seed, purpose, i);
        DemoPerson drawn;
        drawn.office = weightedIndex(draw, catalogue.offices);
        drawn.department = weightedIndex(draw, catalogue.departments);
        const QString first = draw.from(catalogue.firstNames);
        const QString last = draw.from(catalogue.lastNames);
        const QString mail = mailName(first, last);
        const int same = ++taken[mail];
        drawn.person.name = QString(first + u' ' + last);
        drawn.person.email = QString(mail + (same > 1 ? QString::number(same) : QString()) + u"@example.org");
        drawn.person.department = catalogue.departments[drawn.department].name;
        if (draw.chance(850))
            drawn.person.phone =
                QString(catalogue.offices[drawn.office].prefix + u' ' + QString::number(draw.between(1000, 9999)));
        persons.push_back(std::move(drawn));
    }
    return persons;
}

} // namespace belvedere::server
