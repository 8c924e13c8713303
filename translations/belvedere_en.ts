<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>ActionWords</name>
    <message numerus="yes">
        <source>Synchronise %n device(s)</source>
        <translation>
            <numerusform>Synchronise %n device</numerusform>
            <numerusform>Synchronise %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send to %n device(s)</source>
        <translation>
            <numerusform>Send to %n device</numerusform>
            <numerusform>Send to %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Lock %n device(s)</source>
        <translation>
            <numerusform>Lock %n device</numerusform>
            <numerusform>Lock %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n device(s)</source>
        <translation>
            <numerusform>Restart %n device</numerusform>
            <numerusform>Restart %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Install on %n device(s)</source>
        <translation>
            <numerusform>Install on %n device</numerusform>
            <numerusform>Install on %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Waits until a second person approves it: not who wrote the rule or activated the policy, not sooner than %1 after the user was told, and for at most %n device(s) an hour.</source>
        <translation>
            <numerusform>Waits until a second person approves it: not who wrote the rule or activated the policy, not sooner than %1 after the user was told, and for at most %n device an hour.</numerusform>
            <numerusform>Waits until a second person approves it: not who wrote the rule or activated the policy, not sooner than %1 after the user was told, and for at most %n devices an hour.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set %n device(s) to lost mode</source>
        <translation>
            <numerusform>Set %n device to lost mode</numerusform>
            <numerusform>Set %n devices to lost mode</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End lost mode on %n device(s)</source>
        <translation>
            <numerusform>End lost mode on %n device</numerusform>
            <numerusform>End lost mode on %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Run on %n device(s)</source>
        <translation>
            <numerusform>Run on %n device</numerusform>
            <numerusform>Run on %n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ActionsPlace</name>
    <message numerus="yes">
        <source>%n device(s) have not ended their part.</source>
        <translation>
            <numerusform>%n device has not ended its part.</numerusform>
            <numerusform>%n devices have not ended their part.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancelled on %n device(s).</source>
        <translation>
            <numerusform>Cancelled on %n device.</numerusform>
            <numerusform>Cancelled on %n devices.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n device(s) had fetched it before.</source>
        <translation>
            <numerusform>%n device had fetched it before.</numerusform>
            <numerusform>%n devices had fetched it before.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ApplicationsPlace</name>
    <message numerus="yes">
        <source>It stays installed on %n device(s).</source>
        <translation>
            <numerusform>It stays installed on %n device.</numerusform>
            <numerusform>It stays installed on %n devices.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompliancePlace</name>
    <message numerus="yes">
        <source>%1 of %n device(s) that a rule applies to are compliant.</source>
        <translation>
            <numerusform>%1 of %n device that a rule applies to is compliant.</numerusform>
            <numerusform>%1 of %n devices that a rule applies to are compliant.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n device(s) are in no policy and do not count.</source>
        <translation>
            <numerusform>%n device is in no policy and does not count.</numerusform>
            <numerusform>%n devices are in no policy and do not count.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>To %n device(s) no rule applies; they do not count.</source>
        <translation>
            <numerusform>To %n device no rule applies; it does not count.</numerusform>
            <numerusform>To %n devices no rule applies; they do not count.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n device(s) are simulated.</source>
        <translation>
            <numerusform>%n device is simulated.</numerusform>
            <numerusform>%n devices are simulated.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeploymentsPlace</name>
    <message numerus="yes">
        <source>%n deployment(s) will be tried again.</source>
        <translation>
            <numerusform>%n deployment will be tried again.</numerusform>
            <numerusform>%n deployments will be tried again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeviceNotes</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
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
    <message numerus="yes">
        <source>At most %n device(s) can be chosen one by one. For more, filter them and select all.</source>
        <translation>
            <numerusform>At most %n device can be chosen one by one. For more, filter them and select all.</numerusform>
            <numerusform>At most %n devices can be chosen one by one. For more, filter them and select all.</numerusform>
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
    <name>LicencesPlace</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n seat(s) are withdrawn.</source>
        <translation>
            <numerusform>%n seat is withdrawn.</numerusform>
            <numerusform>%n seats are withdrawn.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PatchesPlace</name>
    <message numerus="yes">
        <source>%n patch(es) approved.</source>
        <translation>
            <numerusform>%n patch approved.</numerusform>
            <numerusform>%n patches approved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n patch(es) blocked.</source>
        <translation>
            <numerusform>%n patch blocked.</numerusform>
            <numerusform>%n patches blocked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Block %n patch(es)?</source>
        <translation>
            <numerusform>Block %n patch?</numerusform>
            <numerusform>Block %n patches?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Block %n patch(es)</source>
        <translation>
            <numerusform>Block %n patch</numerusform>
            <numerusform>Block %n patches</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay(s) blocked; a block has to be taken back first.</source>
        <translation>
            <numerusform>%n stays blocked; the block has to be taken back first.</numerusform>
            <numerusform>%n stay blocked; the blocks have to be taken back first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>None of the %n chosen patch(es) is approved. Approve some, or choose none to install everything that is approved.</source>
        <translation>
            <numerusform>The %n chosen patch is not approved. Approve it, or choose none to install everything that is approved.</numerusform>
            <numerusform>None of the %n chosen patches is approved. Approve some, or choose none to install everything that is approved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %n patch(es) can be chosen one by one. Choose none to install everything that is approved.</source>
        <translation>
            <numerusform>At most %n patch can be chosen. Choose none to install everything that is approved.</numerusform>
            <numerusform>At most %n patches can be chosen one by one. Choose none to install everything that is approved.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decision(s) undone.</source>
        <translation>
            <numerusform>%n decision undone.</numerusform>
            <numerusform>%n decisions undone.</numerusform>
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
    <name>PoliciesPlace</name>
    <message numerus="yes">
        <source>“%1” is active on %n device(s).</source>
        <translation>
            <numerusform>“%1” is active on %n device.</numerusform>
            <numerusform>“%1” is active on %n devices.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n deployment(s) will be tried again.</source>
        <translation>
            <numerusform>%n deployment will be tried again.</numerusform>
            <numerusform>%n deployments will be tried again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RuleSheet</name>
    <message numerus="yes">
        <source>On %n device(s), as known now; nothing has been saved:</source>
        <translation>
            <numerusform>On %n device, as known now; nothing has been saved:</numerusform>
            <numerusform>On %n devices, as known now; nothing has been saved:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RulesPlace</name>
    <message numerus="yes">
        <source>%n device(s)</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s) have been added.</source>
        <translation>
            <numerusform>%n rule has been added.</numerusform>
            <numerusform>%n rules have been added.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingWords</name>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n time(s)</source>
        <translation>
            <numerusform>%n time</numerusform>
            <numerusform>%n times</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %n byte(s); letters with marks take two or more.</source>
        <translation>
            <numerusform>At most %n byte; letters with marks take two or more.</numerusform>
            <numerusform>At most %n bytes; letters with marks take two or more.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %n entries</source>
        <translation>
            <numerusform>At most %n entry</numerusform>
            <numerusform>At most %n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At most %n character(s).</source>
        <translation>
            <numerusform>At most %n character.</numerusform>
            <numerusform>At most %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::ActionPage</name>
    <message numerus="yes">
        <source>%n device(s)</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <comment>devices</comment>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <comment>devices</comment>
        <translation>
            <numerusform>%n under way</numerusform>
            <numerusform>%n under way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <comment>devices</comment>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n cancelled</source>
        <comment>devices</comment>
        <translation>
            <numerusform>%n cancelled</numerusform>
            <numerusform>%n cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed or interrupted</source>
        <comment>devices</comment>
        <translation>
            <numerusform>%n failed or interrupted</numerusform>
            <numerusform>%n failed or interrupted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::ActionSheet</name>
    <message numerus="yes">
        <source>Synchronise %n device(s)</source>
        <translation>
            <numerusform>Synchronise %n device</numerusform>
            <numerusform>Synchronise %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Message to %n device(s)</source>
        <translation>
            <numerusform>Message to %n device</numerusform>
            <numerusform>Message to %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Lock %n device(s)?</source>
        <translation>
            <numerusform>Lock %n device?</numerusform>
            <numerusform>Lock %n devices?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Restart %n device(s)?</source>
        <translation>
            <numerusform>Restart %n device?</numerusform>
            <numerusform>Restart %n devices?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %n are named here.</source>
        <translation>
            <numerusform>The first one is named here.</numerusform>
            <numerusform>The first %n are named here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) left</source>
        <translation>
            <numerusform>%n character left</numerusform>
            <numerusform>%n characters left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n character(s) too many</source>
        <translation>
            <numerusform>%n character too many</numerusform>
            <numerusform>%n characters too many</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Install updates on %n device(s)</source>
        <translation>
            <numerusform>Install updates on %n device</numerusform>
            <numerusform>Install updates on %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n update(s) on all of them together</source>
        <translation>
            <numerusform>%n update on all of them together</numerusform>
            <numerusform>%n updates on all of them together</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set %n device(s) to lost mode?</source>
        <translation>
            <numerusform>Set %n device to lost mode?</numerusform>
            <numerusform>Set %n devices to lost mode?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>End lost mode on %n device(s)</source>
        <translation>
            <numerusform>End lost mode on %n device</numerusform>
            <numerusform>End lost mode on %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Run a command on %n device(s)?</source>
        <translation>
            <numerusform>Run a command on %n device?</numerusform>
            <numerusform>Run a command on %n devices?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n device(s) cannot do this</source>
        <translation>
            <numerusform>%n device cannot do this</numerusform>
            <numerusform>%n devices cannot do this</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::ApprovalSheet</name>
    <message numerus="yes">
        <source>In all, %n device(s) would be wiped or lose work data by this rule now.</source>
        <translation>
            <numerusform>In all, %n device would be wiped or lose work data by this rule now.</numerusform>
            <numerusform>In all, %n devices would be wiped or lose work data by this rule now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::Arrivals</name>
    <message numerus="yes">
        <source>%n device(s)</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::BulkBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::CheckList</name>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n chosen</numerusform>
            <numerusform>%n chosen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::DeviceActions</name>
    <message numerus="yes">
        <source>%n ordered</source>
        <comment>devices</comment>
        <translation>
            <numerusform>%n ordered</numerusform>
            <numerusform>%n ordered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <comment>devices</comment>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::DifferenceList</name>
    <message numerus="yes">
        <source>%n difference(s) from version %1 to version %2.</source>
        <translation>
            <numerusform>%n difference from version %1 to version %2.</numerusform>
            <numerusform>%n differences from version %1 to version %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::FacetPanel</name>
    <message numerus="yes">
        <source>%n more</source>
        <comment>values</comment>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::InstalledView</name>
    <message numerus="yes">
        <source>%n device(s)</source>
        <translation>
            <numerusform>%n device</numerusform>
            <numerusform>%n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::ListPlace</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) exported to %1</source>
        <comment>file</comment>
        <translation>
            <numerusform>%n row exported to %1</numerusform>
            <numerusform>%n rows exported to %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::PasswordSheet</name>
    <message numerus="yes">
        <source>At least %n character(s). Your other sessions are ended.</source>
        <translation>
            <numerusform>At least %n character. Your other sessions are ended.</numerusform>
            <numerusform>At least %n characters. Your other sessions are ended.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::PatchDevicesView</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::PolicyPage</name>
    <message numerus="yes">
        <source>%n device(s) in scope</source>
        <translation>
            <numerusform>%n device in scope</numerusform>
            <numerusform>%n devices in scope</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Newer revisions are available of %n item(s) or rule(s). Devices keep the older ones until the policy takes the newer up.</source>
        <translation>
            <numerusform>A newer revision is available of %n item or rule. Devices keep the older one until the policy takes the newer up.</numerusform>
            <numerusform>Newer revisions are available of %n items or rules. Devices keep the older ones until the policy takes the newer up.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Try %n failed again</source>
        <translation>
            <numerusform>Try %n failed again</numerusform>
            <numerusform>Try %n failed again</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::PolicyPanel</name>
    <message numerus="yes">
        <source>%1 of %n deployment(s) installed (%2 %)</source>
        <translation>
            <numerusform>%1 of %n deployment installed (%2 %)</numerusform>
            <numerusform>%1 of %n deployments installed (%2 %)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::PolicySteps</name>
    <message numerus="yes">
        <source>What is installed stays: %n deployment(s) now.</source>
        <translation>
            <numerusform>What is installed stays: %n deployment now.</numerusform>
            <numerusform>What is installed stays: %n deployments now.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::PolicyWizard</name>
    <message numerus="yes">
        <source>%n item(s) or rule(s) were changed since this policy took them up. Devices keep the older revision until the policy takes the newer one.</source>
        <translation>
            <numerusform>%n item or rule was changed since this policy took it up. Devices keep the older revision until the policy takes the newer one.</numerusform>
            <numerusform>%n items or rules were changed since this policy took them up. Devices keep the older revisions until the policy takes the newer ones.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::PreviewView</name>
    <message numerus="yes">
        <source>On %n device(s), “%1” meets “%2”, which %3 brings. A device can hold one of them: “%4” stays.</source>
        <translation>
            <numerusform>On %n device, “%1” meets “%2”, which %3 brings. A device can hold one of them: “%4” stays.</numerusform>
            <numerusform>On %n devices, “%1” meets “%2”, which %3 brings. A device can hold one of them: “%4” stays.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n device(s) enter</source>
        <translation>
            <numerusform>%n device enters</numerusform>
            <numerusform>%n devices enter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay</source>
        <translation>
            <numerusform>%n stays</numerusform>
            <numerusform>%n stay</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n leave</source>
        <translation>
            <numerusform>%n leaves</numerusform>
            <numerusform>%n leave</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n device(s), this policy has the rule “%1” %2, and “%3” has it %4. Devices are judged as in %5.</source>
        <translation>
            <numerusform>On %n device, this policy has the rule “%1” %2, and “%3” has it %4. It is judged as in %5.</numerusform>
            <numerusform>On %n devices, this policy has the rule “%1” %2, and “%3” has it %4. Devices are judged as in %5.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not possible on %n device(s): %1</source>
        <translation>
            <numerusform>Not possible on %n device: %1</numerusform>
            <numerusform>Not possible on %n devices: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>conflicts</comment>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n device(s), this policy has “%1” in revision %2, and “%3” has it in revision %4. They can have neither, and keep what they have.</source>
        <translation>
            <numerusform>On %n device, this policy has “%1” in revision %2, and “%3” has it in revision %4. It can have neither, and keeps what it has.</numerusform>
            <numerusform>On %n devices, this policy has “%1” in revision %2, and “%3” has it in revision %4. They can have neither, and keep what they have.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>On %n device(s), this policy has “%1” in revision %2, and “%3” has it in revision %4. The newest that they can have comes, that of %5.</source>
        <translation>
            <numerusform>On %n device, this policy has “%1” in revision %2, and “%3” has it in revision %4. The newest that it can have comes, that of %5.</numerusform>
            <numerusform>On %n devices, this policy has “%1” in revision %2, and “%3” has it in revision %4. The newest that they can have comes, that of %5.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show %n more setting(s)</source>
        <translation>
            <numerusform>Show %n more setting</numerusform>
            <numerusform>Show %n more settings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” in revision %2 has no effect on %n device(s): %3</source>
        <translation>
            <numerusform>“%1” in revision %2 has no effect on %n device: %3</numerusform>
            <numerusform>“%1” in revision %2 has no effect on %n devices: %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>“%1” has no effect on %n device(s): %2</source>
        <translation>
            <numerusform>“%1” has no effect on %n device: %2</numerusform>
            <numerusform>“%1” has no effect on %n devices: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>installs on %n device(s)</source>
        <translation>
            <numerusform>installs on %n device</numerusform>
            <numerusform>installs on %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>replaces on %n device(s)</source>
        <translation>
            <numerusform>replaces on %n device</numerusform>
            <numerusform>replaces on %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>removes from %n device(s)</source>
        <translation>
            <numerusform>removes from %n device</numerusform>
            <numerusform>removes from %n devices</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>installs %n item(s)</source>
        <translation>
            <numerusform>installs %n item</numerusform>
            <numerusform>installs %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>replaces %n item(s)</source>
        <translation>
            <numerusform>replaces %n item</numerusform>
            <numerusform>replaces %n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>removes %n item(s)</source>
        <translation>
            <numerusform>removes %n item</numerusform>
            <numerusform>removes %n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::QueryChips</name>
    <message numerus="yes">
        <source>and %n more</source>
        <comment>conditions</comment>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::RolloutStrip</name>
    <message numerus="yes">
        <source>%1 of %n deployment(s) installed (%2 %)</source>
        <translation>
            <numerusform>%1 of %n deployment installed (%2 %)</numerusform>
            <numerusform>%1 of %n deployments installed (%2 %)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n failed</source>
        <comment>progress of deployments</comment>
        <translation>
            <numerusform>%1, %n failed</numerusform>
            <numerusform>%1, %n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The next wave opens by itself %n hour(s) after this one, when enough has ended well.</source>
        <translation>
            <numerusform>The next wave opens by itself %n hour after this one, when enough has ended well.</numerusform>
            <numerusform>The next wave opens by itself %n hours after this one, when enough has ended well.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::RunList</name>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n run</numerusform>
            <numerusform>%n runs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::ScopeStep</name>
    <message numerus="yes">
        <source>%n device(s) now</source>
        <translation>
            <numerusform>%n device now</numerusform>
            <numerusform>%n devices now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n device(s) of %1 now</source>
        <translation>
            <numerusform>%n device of %1 now</numerusform>
            <numerusform>%n devices of %1 now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::SiteSettings</name>
    <message numerus="yes">
        <source>%n version(s) need an approval, whatever you choose.</source>
        <translation>
            <numerusform>%n version needs an approval, whatever you choose.</numerusform>
            <numerusform>%n versions need an approval, whatever you choose.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::StarterSheet</name>
    <message numerus="yes">
        <source>Add %n rule(s)</source>
        <translation>
            <numerusform>Add %n rule</numerusform>
            <numerusform>Add %n rules</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::StepSheet</name>
    <message numerus="yes">
        <source>What becomes of %n deployment(s) on devices?</source>
        <translation>
            <numerusform>What becomes of %n deployment on devices?</numerusform>
            <numerusform>What becomes of %n deployments on devices?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::TableMenu</name>
    <message numerus="yes">
        <source>Export %n selected as CSV…</source>
        <translation>
            <numerusform>Export %n selected as CSV…</numerusform>
            <numerusform>Export %n selected as CSV…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Export %n selected as Excel workbook…</source>
        <translation>
            <numerusform>Export %n selected as Excel workbook…</numerusform>
            <numerusform>Export %n selected as Excel workbook…</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::TagSheet</name>
    <message numerus="yes">
        <source>Tags of %n device(s)</source>
        <translation>
            <numerusform>Tags of %n device</numerusform>
            <numerusform>Tags of %n devices</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>belvedere::UpdateForm</name>
    <message numerus="yes">
        <source>The %n chosen patch(es) are installed.</source>
        <translation>
            <numerusform>The %n chosen patch is installed.</numerusform>
            <numerusform>The %n chosen patches are installed.</numerusform>
        </translation>
    </message>
</context>
</TS>
