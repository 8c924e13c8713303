<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Arrivals</name>
    <message numerus="yes">
        <source>%n device(s)</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>AttentionCard</name>
    <message numerus="yes">
        <source>%1: %n device(s)</source>
        <translation>
            <numerusform>%1: %n device</numerusform>
            <numerusform>%1: %n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BulkBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DevicesPlace</name>
    <message numerus="yes">
        <source>%n device(s) changed.</source>
        <translation>
            <numerusform>%n device changed.</numerusform>
            <numerusform>%n devices changed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n device record(s)?</source>
        <translation>
            <numerusform>Remove %n device record?</numerusform>
            <numerusform>Remove %n device records?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Remove %n record(s)</source>
        <translation>
            <numerusform>Remove %n record</numerusform>
            <numerusform>Remove %n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) removed.</source>
        <translation>
            <numerusform>%n record removed.</numerusform>
            <numerusform>%n records removed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Display</name>
    <message numerus="yes">
        <source>%n days ago</source>
        <translation>
            <numerusform>%n days ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n days</source>
        <translation>
            <numerusform>in %n days</numerusform>
            <numerusform>in %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours ago</source>
        <translation>
            <numerusform>%n hours ago</numerusform>
            <numerusform>%n hours ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n hours</source>
        <translation>
            <numerusform>in %n hours</numerusform>
            <numerusform>in %n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minutes ago</source>
        <translation>
            <numerusform>%n minutes ago</numerusform>
            <numerusform>%n minutes ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in %n minutes</source>
        <translation>
            <numerusform>in %n minutes</numerusform>
            <numerusform>in %n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n days</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EnrolmentPlace</name>
    <message numerus="yes">
        <source>The %n device(s) that enrolled with it stay.</source>
        <translation>
            <numerusform>The %n device that enrolled with it stays.</numerusform>
            <numerusform>The %n devices that enrolled with it stay.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HomePlace</name>
    <message numerus="yes">
        <source>%n device(s)</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PasswordSheet</name>
    <message numerus="yes">
        <source>At least %n character(s). Your other sessions are ended.</source>
        <translation>
            <numerusform>At least %n character. Your other sessions are ended.</numerusform>
            <numerusform>At least %n characters. Your other sessions are ended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PersonsPlace</name>
    <message numerus="yes">
        <source>%n device(s) will have no person any more.</source>
        <translation>
            <numerusform>%n device will have no person any more.</numerusform>
            <numerusform>%n devices will have no person any more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TagSheet</name>
    <message numerus="yes">
        <source>Tags of %n device(s)</source>
        <translation>
            <numerusform>Tags of %n device</numerusform>
            <numerusform>Tags of %n devices</numerusform>
        </translation>
    </message>
</context>
</TS>
