// Words of the navigation groups.
#include "ui/shell/place.h"

#include <QCoreApplication>

namespace belvedere {

QString groupTitle(PlaceGroup group)
{
    switch (group) {
    case PlaceGroup::Home:
        return {};
    case PlaceGroup::Enrolment:
        return QCoreApplication::translate("PlaceGroup", "Enrolment");
    case PlaceGroup::Management:
        return QCoreApplication::translate("PlaceGroup", "Management");
    case PlaceGroup::Evidence:
        return QCoreApplication::translate("PlaceGroup", "Evidence");
    case PlaceGroup::System:
        return QCoreApplication::translate("PlaceGroup", "System");
    }
    return {};
}

QString PlaceEntry::titleText() const { return QCoreApplication::translate("Place", title); }

} // namespace belvedere
