// The writer of property lists.
#include "profiles/propertylist.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

void write(QXmlStreamWriter &xml, const QVariant &value)
{
    switch (value.typeId()) {
    case QMetaType::QVariantMap: {
        xml.writeStartElement(u"dict"_s);
        const QVariantMap map = value.toMap();
        for (auto it = map.begin(); it != map.end(); ++it) {
            xml.writeTextElement(u"key"_s, it.key());
            write(xml, it.value());
        }
        xml.writeEndElement();
        break;
    }
    case QMetaType::QVariantList:
        xml.writeStartElement(u"array"_s);
        for (const QVariant &member : value.toList())
            write(xml, member);
        xml.writeEndElement();
        break;
    case QMetaType::Bool:
        xml.writeEmptyElement(value.toBool() ? u"true"_s : u"false"_s);
        break;
    case QMetaType::LongLong:
        xml.writeTextElement(u"integer"_s, QString::number(value.toLongLong()));
        break;
    case QMetaType::Double:
        xml.writeTextElement(u"real"_s, QString::number(value.toDouble(), 'g', 15));
        break;
    case QMetaType::QByteArray:
        xml.writeTextElement(u"data"_s, QString::fromLatin1(value.toByteArray().toBase64()));
        break;
    default:
        xml.writeTextElement(u"string"_s, value.toString());
    }
}

} // namespace

QByteArray propertyList(const QVariantMap &root)
{
    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(-1); // tabs, as Apple's own tools write
    xml.writeStartDocument();
    xml.writeDTD(u"<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
                 "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">"_s);
    xml.writeStartElement(u"plist"_s);
    xml.writeAttribute(u"version"_s, u"1.0"_s);
    write(xml, root);
    xml.writeEndElement();
    xml.writeEndDocument();
    return text;
}

QVariant plistValue(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool();
    case QJsonValue::Double:
        if (double(value.toInteger()) == value.toDouble())
            return qlonglong(value.toInteger());
        return value.toDouble();
    case QJsonValue::Array: {
        QVariantList list;
        for (const QJsonValue member : value.toArray())
            list.append(plistValue(member));
        return list;
    }
    case QJsonValue::Object: {
        QVariantMap map;
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it)
            map.insert(it.key(), plistValue(it.value()));
        return map;
    }
    default:
        return value.toString();
    }
}

} // namespace belvedere
