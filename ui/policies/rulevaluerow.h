// RuleValueRow: one parameter of a rule, with its usual value, judged while one types.
#pragma once

#include "domain/rule.h"

#include <QWidget>

class QComboBox;
class QLineEdit;

namespace belvedere {

class Label;

class RuleValueRow final : public QWidget {
    Q_OBJECT
public:
    // `given`: what the policy says now; nothing: the rule's own value counts.
    RuleValueRow(const ComplianceRule &rule, const RuleParameter &parameter, const std::optional<QString> &given,
        QWidget *parent = nullptr);

    const QString &rule() const { return m_rule; }
    const QString &name() const { return m_parameter.name; }
    // Nothing entered: the rule's own value.
    std::optional<QString> value() const;
    bool isGood() const;
    bool isTouched() const { return m_isTouched; } // by a person
    void setProblem(const QString &text); // until it is edited
    QWidget *field() const; // what takes the keyboard

Q_SIGNALS:
    void edited();

private:
    void touch();
    void refresh();
    void mark(bool isInvalid, const QString &about);

    QString m_rule; // id
    RuleParameter m_parameter;
    QComboBox *m_choice = nullptr; // of choices, yes and no
    QLineEdit *m_text = nullptr; // of all others
    bool m_isTouched = false;
    Label *m_problem;
};

} // namespace belvedere
