// SyncML commands from targets: `in` is the LocURI, `format` the format of its node (by default by the value).
#include "profiles/syncml.h"

#include "profiles/placing.h"

#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString formatOf(const Placed &placed)
{
    if (!placed.target->format.isEmpty())
        return placed.target->format;
    if (placed.isData)
        return u"b64"_s;
    return placed.value.isBool() ? u"bool"_s : placed.value.isDouble() ? u"int"_s : u"chr"_s;
}

QString dataOf(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return value.isDouble() ? QString::number(value.toInteger()) : value.toString();
}

void writeReplace(QXmlStreamWriter &xml, const Placed &placed, int number)
{
    xml.writeStartElement(u"Replace"_s);
    xml.writeTextElement(u"CmdID"_s, QString::number(number));
    xml.writeStartElement(u"Item"_s);
    xml.writeStartElement(u"Target"_s);
    xml.writeTextElement(u"LocURI"_s, placed.target->in);
    xml.writeEndElement();
    xml.writeStartElement(u"Meta"_s);
    xml.writeTextElement(u"syncml:metinf"_s, u"Format"_s, formatOf(placed));
    xml.writeEndElement();
    xml.writeTextElement(u"Data"_s, dataOf(placed.value));
    xml.writeEndElement();
    xml.writeEndElement();
}

} // namespace

Result<Rendering> renderSyncml(const ProfileType &type, const QJsonObject &settings, const RenderingIdentity &identity)
{
    Q_UNUSED(identity)
    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartElement(u"SyncBody"_s);
    int number = 0;
    for (const Placed &placed : placedValues(type, settings))
        writeReplace(xml, placed, ++number);
    xml.writeEndElement();
    xml.writeEndDocument();
    Rendering rendering;
    rendering.texts.push_back({type.key + u".xml"_s, u"application/vnd.syncml.dm+xml"_s, text});
    return rendering;
}

} // namespace belvedere
