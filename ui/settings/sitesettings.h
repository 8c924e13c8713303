// SiteSettings: what holds for everybody on the site: approval of policies by a second person, and the room for files.
#pragma once

#include "api/uploads.h"
#include "domain/policysettings.h"
#include "rest/requestscope.h"
#include "sites/site.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace belvedere {

class InlineMessage;
class Label;
class Toasts;

class SiteSettings final : public QWidget {
    Q_OBJECT
public:
    // For those who may change accounts. Both outlive the widget.
    SiteSettings(Site &site, Toasts &toasts, QWidget *parent = nullptr);
    // Asks the server for what holds now.
    void load();
    bool isSettled() const { return m_waiting == 0; }

private:
    void addApproval(QVBoxLayout *layout);
    void addLimits(QVBoxLayout *layout);
    void show(const PolicySettings &settings);
    void show(const UploadLimits &limits);
    void refuse(const ApiError &error);
    template<class Op> void save(const Op &operation, const QString &done);
    void saveApproval();
    void saveLimits();
    void refresh();

    Site &m_site;
    Toasts &m_toasts;
    RequestScope m_scope;
    int m_waiting = 0; // answers
    std::optional<UploadLimits> m_limits; // that hold; none: not known yet
    QString m_stored; // token of the rule that holds; empty: not known yet
    InlineMessage *m_message;
    QComboBox *m_approval;
    Label *m_now;
    QPushButton *m_saveApproval;
    QSpinBox *m_maximum; // MiB
    QSpinBox *m_total; // MiB
    Label *m_room;
    QPushButton *m_saveLimits;
};

} // namespace belvedere
