// PolicySettings: how a site deals with business policies.
#pragma once

#include "domain/field.h"

namespace belvedere {

enum class ApprovalRule : quint8 {
    Unknown,
    Automatic, // from the second enabled Administrator on
    Always,
    Never,
};

struct PolicySettings {
    Coded<ApprovalRule> approval = ApprovalRule::Automatic; // of a version by a second person, before it is activated
    bool isRequired = false; // as things stand now
    qint64 administrators = 0; // enabled ones
    qint64 waiting = 0; // versions that need an approval, whatever the rule becomes
};

} // namespace belvedere
