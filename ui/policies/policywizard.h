// PolicyWizard: makes or changes a business policy step by step, shows what it would do, and activates just that.
#pragma once

#include "api/policies.h"
#include "rest/requestscope.h"
#include "sites/site.h"
#include "ui/common/overlay.h"
#include "ui/common/prompts.h"
#include "ui/policies/mergesheet.h"

#include <functional>

class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace belvedere {

class CheckList;
class FormSheet;
class InlineMessage;
class ItemSequence;
class Label;
class PreviewView;
class RolloutStep;
class RuleValues;
class ScopeStep;
class StateStack;
class StepBar;

class PolicyWizard final : public Overlay {
    Q_OBJECT
public:
    enum Step { Name, Devices, Items, Rollout, Preview, Activate };

    // A policy without an id is new; another one comes whole, not in list form. `site` and `prompts` outlive the
    // wizard.
    PolicyWizard(Site &site, Prompts &prompts, const BusinessPolicy &policy, QWidget *window);
    // Shows this step as if one had walked there; the preview of a policy that is saved is asked for first.
    void go(Step step);
    Step step() const { return m_step; }
    bool isSettled() const;
    const std::optional<PolicyPreview> &preview() const { return m_preview; }

Q_SIGNALS:
    void saved(const belvedere::BusinessPolicy &policy);
    void activated(const belvedere::BusinessPolicy &policy, qint64 devices);
    // Everything that was entered is saved by then: the preview is of the saved draft.
    void deviceRequested(const QString &id);

protected:
    QWidget *firstFocus() const override;
    void onEscape() override { cancel(); }
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeItems();
    // A tab for each kind of item.
    QWidget *makeItemLists();
    void takeItems(ItemKind kind, CheckList *list);
    QWidget *makePreview();
    QWidget *makeActivate();
    void connectParts();
    // Puts `shown` into the steps, over `stored`.
    void load(const BusinessPolicy &stored, const BusinessPolicy &shown);
    void load(const BusinessPolicy &policy) { load(policy, policy); }
    void refreshOutdated();
    QString summary() const; // of what activation does
    void takeNewest();
    // What stands in the steps, on what the server has.
    BusinessPolicy entered() const;
    // A merge patch over the fields that versions keep.
    QJsonObject changes() const;
    bool isDirty() const { return !changes().isEmpty(); }
    bool check(Step step);
    void refresh();
    void next();
    void back();
    void cancel();
    // Saves what differs from what the server has, then goes on; what is refused is shown at its step.
    void save(const std::function<void()> &then);
    void takeSaved(const Result<BusinessPolicy> &result, const std::function<void()> &then);
    void refuse(const ApiError &error);
    void merge(const BusinessPolicy &theirs);
    void takeNewer(const QString &why);
    void askPreview();
    void askDevices(const PreviewParameters &line);
    void activate();
    void makeProfile();
    void makeRule();
    void openOver(Overlay *sheet);

    Site &m_site;
    Prompts &m_prompts;
    RequestScope m_scope;
    BusinessPolicy m_policy; // as the server has it
    std::optional<PolicyPreview> m_preview; // of m_policy's version
    Step m_step = Name;
    PreviewParameters m_line; // of the preview, whose devices were asked for last
    bool m_busy = false;
    bool m_throughPreview = false; // to be activated next, once the preview is there
    StepBar *m_bar;
    InlineMessage *m_message;
    QStackedWidget *m_pages;
    FormSheet *m_form;
    ScopeStep *m_devices;
    QTabWidget *m_kinds = nullptr; // of items
    std::vector<std::pair<ItemKind, CheckList *>> m_lists; // by the tabs of m_kinds
    CheckList *m_profiles = nullptr; // one of them
    CheckList *m_rules = nullptr;
    RuleValues *m_values = nullptr; // of the parameters of rules
    ItemSequence *m_sequence = nullptr;
    InlineMessage *m_outdated = nullptr;
    std::vector<PolicyRule> m_pins; // of rules, by revision; one that is not ticked any more comes back as it was
    RolloutStep *m_rollout;
    QPointer<MergeSheet> m_merge;
    PreviewView *m_view = nullptr;
    StateStack *m_previewStates = nullptr;
    Label *m_summary = nullptr;
    QPushButton *m_cancel;
    QPushButton *m_save;
    QPushButton *m_back;
    QPushButton *m_next;
};

} // namespace belvedere
