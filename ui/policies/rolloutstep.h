// RolloutStep: whether a policy acts or only watches, and in which waves it reaches its devices.
#pragma once

#include "domain/policy.h"
#include "ui/common/label.h"

#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QSpinBox;
class QVBoxLayout;

namespace belvedere {

class RolloutStep final : public QWidget {
    Q_OBJECT
public:
    explicit RolloutStep(QWidget *parent = nullptr);
    void load(const BusinessPolicy &policy);
    // Puts mode, waves, waiting time and threshold into the policy.
    void store(BusinessPolicy *policy) const;
    // Every wave says whom it reaches; otherwise says what is missing.
    bool check();
    QWidget *firstFocus() const;

Q_SIGNALS:
    void edited();

private:
    struct Wave {
        QWidget *line;
        Label *title;
        QComboBox *kind; // a share, or a query
        QSpinBox *percent;
        QLineEdit *query;
    };
    QWidget *makeMode();
    QWidget *makeRules();
    void addWave(const RolloutWave &wave);
    void removeWave(QWidget *line);
    void refresh();

    QRadioButton *m_enforce;
    QRadioButton *m_monitor;
    QRadioButton *m_atOnce;
    QRadioButton *m_staged;
    QWidget *m_stages;
    QVBoxLayout *m_lines;
    std::vector<Wave> m_waves;
    QPushButton *m_add;
    QComboBox *m_next; // by itself after a time, or a person
    QSpinBox *m_wait; // hours
    QSpinBox *m_threshold;
    QSpinBox *m_minimum;
    Label *m_error;
};

// "In 3 waves: 5 %, 25 %, then everybody": how a policy reaches its devices.
QString rolloutInWords(const BusinessPolicy &policy);

} // namespace belvedere
