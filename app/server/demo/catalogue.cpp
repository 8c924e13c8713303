// Reading of the compiled-in demo data.
#include "server/demo/catalogue.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

static void initialiseResources() { Q_INIT_RESOURCE(demo); }

namespace belvedere::server {

QJsonObject demoDocument(const QString &name)
{
    initialiseResources();
    QFile file(u":/demo/%1.json"_s.arg(name));
    const bool isOpen = file.open(QIODevice::ReadOnly);
    Q_ASSERT(isOpen);
    return isOpen ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

namespace {

QStringList texts(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue item : value.toArray())
        list.append(item.toString());
    return list;
}

QList<int> numbers(const QJsonValue &value)
{
    QList<int> list;
    for (const QJsonValue item : value.toArray())
        list.append(item.toInt());
    return list;
}

DemoSystem readSystem(const QJsonObject &object)
{
    DemoSystem system{object["name"_L1].toString(), Coded<Platform>::fromToken(object["platform"_L1].toString()), {}};
    for (const QJsonValue item : object["versions"_L1].toArray())
        system.releases.append({item["text"_L1].toString(), item["kernel"_L1].toString(), item["weight"_L1].toInt()});
    return system;
}

DemoCatalogue read()
{
    DemoCatalogue all;
    const QJsonObject names = demoDocument(u"names"_s);
    all.firstNames = texts(names["first"_L1]);
    all.lastNames = texts(names["last"_L1]);
    const QJsonObject places = demoDocument(u"places"_s);
    for (const QJsonValue office : places["offices"_L1].toArray())
        all.offices.append({office["code"_L1].toString(), office["tag"_L1].toString(), office["prefix"_L1].toString(),
            office["weight"_L1].toInt()});
    for (const QJsonValue department : places["departments"_L1].toArray())
        all.departments.append(
            {department["name"_L1].toString(), department["tag"_L1].toString(), department["weight"_L1].toInt()});
    for (const QJsonValue item : places["enrolments"_L1].toArray())
        all.enrolments.append({item["label"_L1].toString(), item["uses"_L1].toInt(), item["used"_L1].toInt(),
            item["age"_L1].toInt(), item["days"_L1].toInt(), texts(item["tags"_L1]), item["revoked"_L1].toBool()});
    const QJsonObject models = demoDocument(u"models"_s);
    const QJsonObject systems = models["systems"_L1].toObject();
    for (const QJsonValue item : models["models"_L1].toArray()) {
        DemoModel model;
        model.system = readSystem(systems[item["system"_L1].toString()].toObject());
        model.form = Coded<FormFactor>::fromToken(item["form"_L1].toString());
        model.manufacturer = item["manufacturer"_L1].toString();
        model.model = item["model"_L1].toString();
        model.memory = numbers(item["memory"_L1]);
        model.storage = numbers(item["storage"_L1]);
        model.processor = item["processor"_L1].toString();
        model.cores = item["cores"_L1].toInt();
        model.serial = item["serial"_L1].toString();
        model.weight = item["weight"_L1].toInt();
        all.models.append(model);
    }
    return all;
}

} // namespace

const DemoCatalogue &demoCatalogue()
{
    static const DemoCatalogue catalogue = read();
    return catalogue;
}

} // namespace belvedere::server
