// TargetEditor: picks one of the site's targets outside, of the kind that an action is for.
#pragma once

#include "api/operations.h"
#include "sites/livelist.h"
#include "ui/common/fieldeditor.h"

class QComboBox;

namespace belvedere {

class TargetEditor final : public FieldEditor {
    Q_OBJECT
public:
    // `targets` outlives the editor; null: nobody here may read them, and what is chosen stays.
    TargetEditor(LiveList *targets, const QString &name, QWidget *parent);

    void setCell(const Cell &cell) override;
    Cell cell() const override;
    // Unknown: of any kind. What is chosen and known to be of another kind is not chosen any more.
    void setKind(TargetKind kind);

private:
    void fill(const QString &chosen);

    LiveList *m_targets;
    TargetKind m_kind = TargetKind::Unknown;
    QComboBox *m_box;
};

} // namespace belvedere
