// ParameterList: the parameters of a rule with their values, to be changed, added and taken away.
#pragma once

#include "domain/rule.h"

#include <QWidget>

class QVBoxLayout;

namespace belvedere {

class ParameterList final : public QWidget {
    Q_OBJECT
public:
    explicit ParameterList(QWidget *parent = nullptr);
    void setParameters(const std::vector<RuleParameter> &parameters);
    // What stands here; bounds, labels and baselines are those that were set.
    std::vector<RuleParameter> parameters() const;

Q_SIGNALS:
    void edited();

private:
    void addRow(const RuleParameter &parameter);

    QVBoxLayout *m_rows;
};

} // namespace belvedere
