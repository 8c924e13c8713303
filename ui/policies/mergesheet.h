// MergeSheet: two people changed one policy; which of both values it is to have, field by field.
#pragma once

#include "domain/policymerge.h"
#include "ui/common/overlay.h"

class QPushButton;
class QRadioButton;

namespace belvedere {

class MergeSheet final : public Overlay {
    Q_OBJECT
public:
    // `who` saved first. Fields that nobody changed, or both alike, are not shown.
    MergeSheet(const std::vector<MergeField> &fields, const QString &who, QWidget *window);
    // Names of the fields that both changed, of which mine is to stay.
    QStringList mineOfBoth() const;

Q_SIGNALS:
    void merged();
    void mineDiscarded();
    void postponed(); // nothing is decided; what was typed stays as it is

protected:
    QWidget *firstFocus() const override;
    void onEscape() override;

private:
    struct Choice {
        QString field;
        QRadioButton *mine;
        QRadioButton *theirs;
    };
    QWidget *makeFields(const std::vector<MergeField> &fields);
    void refresh();

    std::vector<Choice> m_choices;
    QPushButton *m_accept;
};

} // namespace belvedere
