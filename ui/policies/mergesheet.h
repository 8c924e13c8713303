// MergeSheet: two people changed one policy; which of both values it is to have, field by field, and of items and rules
// one by one.
#pragma once

#include "domain/policymerge.h"
#include "ui/common/overlay.h"

class QGridLayout;
class QPushButton;
class QRadioButton;

namespace belvedere {

class InlineMessage;
class Label;

class MergeSheet final : public Overlay {
    Q_OBJECT
public:
    // `who` saved first. Fields that nobody changed, or both alike, are not shown.
    MergeSheet(const std::vector<MergeField> &fields, const QString &who, QWidget *window);
    // Of what both changed, the choices (MergeField::choice()) of which mine is to stay.
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
        QString name;
        QRadioButton *mine;
        QRadioButton *theirs;
    };
    struct List { // merged by elements
        MergeField field;
        Label *becomes;
    };
    QWidget *makeFields(const std::vector<MergeField> &fields);
    void addElements(QGridLayout *grid, const MergeField &field);
    void addChoice(
        QGridLayout *grid, const QString &name, const QString &label, const QString &mine, const QString &theirs);
    void refresh();

    std::vector<Choice> m_choices;
    std::vector<List> m_lists;
    InlineMessage *m_message;
    QPushButton *m_accept;
};

} // namespace belvedere
