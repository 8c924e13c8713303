// FixList: how a failure of a rule can be mended, a row for each platform.
#pragma once

#include "domain/rule.h"
#include "ui/policies/partrows.h"

#include <QCoreApplication>

namespace belvedere {

class FixList final : public PartList<RuleFix> {
    Q_DECLARE_TR_FUNCTIONS(FixList)
public:
    explicit FixList(QWidget *parent = nullptr);
    // Says which fixes lack something; true when none does.
    bool check();
};

} // namespace belvedere
