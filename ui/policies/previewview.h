// PreviewView: what activating a policy would do, as the server computed it.
#pragma once

#include "api/policies.h"
#include "sites/site.h"

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace belvedere {

class CountsRow;
class Label;
class PartsTable;

class PreviewView final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the view.
    explicit PreviewView(Site &site, QWidget *parent = nullptr);
    void show(const PolicyPreview &preview);
    // In the table, in place of the devices that change: those on which a setting has no effect, as the server answered
    // for the line; before that, that they are asked for.
    void showWaiting(const PreviewParameters &line);
    void showDevicesOf(const PolicyPreview &answer);

Q_SIGNALS:
    void deviceRequested(const QString &id); // of a line of the table
    // Somebody wants to see the devices that a setting has no effect on.
    void settingRequested(const belvedere::PreviewParameters &line);
    void changingRequested(); // the devices that change again, which are shown already

private:
    void showWaves(const PolicyPreview &preview);
    void showItems(const PolicyPreview &preview);
    void addIneffective(const PreviewItem &item, QVBoxLayout *layout);
    QWidget *settingLine(const PreviewItem &item, const IneffectiveSetting &setting, bool withRevision);
    void showChanging();
    void fillTable(const PolicyPreview &preview);
    void showConflicts(const PolicyPreview &preview);
    // `policy`: id of the one that is previewed.
    QString conflictInWords(const PreviewConflict &conflict, const QString &policy);

    Site &m_site;
    Label *m_devices;
    QWidget *m_items; // made anew for each preview
    QWidget *m_conflicts;
    QVBoxLayout *m_layout;
    Label *m_wavesTitle;
    CountsRow *m_waves;
    Label *m_versionsTitle;
    CountsRow *m_versions;
    Label *m_beforeTitle;
    CountsRow *m_before;
    Label *m_afterTitle;
    CountsRow *m_after;
    Label *m_changesTitle;
    CountsRow *m_changes;
    Label *m_tableTitle;
    QPushButton *m_changing; // back to the devices that change
    Label *m_shown;
    PartsTable *m_table;
    PolicyPreview m_preview; // what it is all about
    QStringList m_ids; // of the devices in the table's model
};

// "12 devices enter, none leave, 3 stay."
QString previewInWords(const PolicyPreview &preview);
// On how many devices something is installed, replaced or removed, as a sentence; with more devices than a preview
// names, how many items. Empty: nowhere.
QString consequenceInWords(const PolicyPreview &preview);

} // namespace belvedere
