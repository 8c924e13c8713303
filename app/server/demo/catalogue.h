// Catalogue: the names, places and models that a demo organisation is drawn from.
#pragma once

#include "domain/device.h"
#include "domain/json.h"

#include <QJsonObject>

namespace belvedere::server {

struct DemoOffice {
    QString code; // "BRU"
    QString tag;
    QString prefix; // of telephone numbers
    int weight;
};
struct DemoDepartment {
    QString name;
    QString tag;
    int weight;
};
struct DemoRelease {
    QString text;
    QString kernel;
    int weight;
};
struct DemoSystem {
    QString name;
    Coded<Platform> platform;
    QList<DemoRelease> releases; // newest first
};
struct DemoModel {
    DemoSystem system;
    Coded<FormFactor> form;
    QString manufacturer;
    QString model;
    QList<int> memory; // GiB
    QList<int> storage; // GB
    QString processor;
    int cores;
    QString serial; // '#' a letter or digit, '@' a digit
    int weight;
};
struct DemoEnrolment {
    QString label;
    int uses;
    int used;
    int age; // days
    int days; // good for, from its making
    QStringList tags;
    bool revoked;
};

struct DemoCatalogue {
    QStringList firstNames;
    QStringList lastNames;
    QList<DemoOffice> offices;
    QList<DemoDepartment> departments;
    QList<DemoModel> models;
    QList<DemoEnrolment> enrolments;
};

// One of the files that are compiled in, "policies" of resources/demo/policies.json.
QJsonObject demoDocument(const QString &name);
// The record that an entry of such a file holds, beside what is said of it.
template<class E> E recordOf(const QJsonValue &entry)
{
    E entity;
    const QList<FieldError> errors =
        readRequest(fields<E>(), &entity, entry[QLatin1StringView("record")].toObject(), false);
    Q_ASSERT(errors.isEmpty());
    return entity;
}
// Read once, from what is compiled in (resources/demo).
const DemoCatalogue &demoCatalogue();

} // namespace belvedere::server
