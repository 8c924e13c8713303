// Writing of SyncML.
#include "profiles/synccommands.h"

#include <QUrl>
#include <QXmlStreamWriter>

using namespace Qt::StringLiterals;

namespace belvedere {

namespace {

QString nameOf(SyncVerb verb)
{
    switch (verb) {
    case SyncVerb::Add:
        return u"Add"_s;
    case SyncVerb::Delete:
        return u"Delete"_s;
    case SyncVerb::Replace:
        break;
    }
    return u"Replace"_s;
}

void write(QXmlStreamWriter &xml, const SyncCommand &command, int number)
{
    xml.writeStartElement(nameOf(command.verb));
    xml.writeTextElement(u"CmdID"_s, QString::number(number));
    xml.writeStartElement(u"Item"_s);
    xml.writeStartElement(u"Target"_s);
    xml.writeTextElement(u"LocURI"_s, command.uri);
    xml.writeEndElement();
    if (command.verb != SyncVerb::Delete) {
        xml.writeStartElement(u"Meta"_s);
        xml.writeStartElement(u"Format"_s);
        xml.writeDefaultNamespace(u"syncml:metinf"_s);
        xml.writeCharacters(command.format);
        xml.writeEndElement();
        xml.writeStartElement(u"Type"_s);
        xml.writeDefaultNamespace(u"syncml:metinf"_s);
        xml.writeCharacters(u"text/plain"_s);
        xml.writeEndElement();
        xml.writeEndElement();
        xml.writeTextElement(u"Data"_s, command.data);
    }
    xml.writeEndElement();
    xml.writeEndElement();
}

} // namespace

QByteArray syncml(const std::vector<SyncGroup> &groups)
{
    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.setAutoFormattingIndent(2);
    xml.writeStartElement(u"SyncML"_s);
    xml.writeDefaultNamespace(u"SYNCML:SYNCML1.2"_s);
    xml.writeStartElement(u"SyncBody"_s);
    int number = 0;
    for (const SyncGroup &group : groups) {
        if (group.isAtomic) {
            xml.writeStartElement(u"Atomic"_s);
            xml.writeTextElement(u"CmdID"_s, QString::number(++number));
        }
        for (const SyncCommand &command : group.commands)
            write(xml, command, ++number);
        if (group.isAtomic)
            xml.writeEndElement();
    }
    xml.writeEmptyElement(u"Final"_s);
    xml.writeEndElement();
    xml.writeEndElement();
    xml.writeEndDocument();
    return text.mid(1); // it begins with the line feed of the formatting
}

QString uriSegment(const QString &text) { return QString::fromLatin1(QUrl::toPercentEncoding(text)); }

} // namespace belvedere
