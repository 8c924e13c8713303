// ParameterList: the parameters of a rule with their values, to be changed, added and taken away.
#pragma once

#include "domain/rule.h"
#include "ui/policies/partrows.h"

namespace belvedere {

class ParameterList final : public PartRows {
    Q_OBJECT
public:
    explicit ParameterList(QWidget *parent = nullptr);
    void setParameters(const std::vector<RuleParameter> &parameters);
    // What stands here; bounds, labels and baselines are those that were set.
    std::vector<RuleParameter> parameters() const;

protected:
    void appendFresh() override;

private:
    void add(const RuleParameter &parameter);

    std::vector<RuleParameter> m_set; // by row
};

} // namespace belvedere
