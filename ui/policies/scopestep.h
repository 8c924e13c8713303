// ScopeStep: which devices a policy is for: all of them, said so, or those that match a query, counted as it is typed.
#pragma once

#include "domain/policy.h"
#include "sites/site.h"
#include "ui/records/tallies.h"

#include <QWidget>

class QRadioButton;

namespace belvedere {

class Label;
class QueryBox;

class ScopeStep final : public QWidget {
    Q_OBJECT
public:
    // `site` outlives the step.
    explicit ScopeStep(Site &site, QWidget *parent = nullptr);
    void load(const BusinessPolicy &policy);
    bool isForAll() const;
    QString query() const; // empty while the policy is for all
    // Names a set of devices; otherwise says what is missing.
    bool check();
    bool isSettled() const { return m_tallies.isSettled(); }
    QWidget *firstFocus() const;

Q_SIGNALS:
    void edited();

private:
    void read();
    void count();

    Site &m_site;
    Tallies m_tallies; // all, and those that match
    QRadioButton *m_all;
    QRadioButton *m_some;
    QueryBox *m_box;
    Label *m_sentence;
    Label *m_count;
    Label *m_names;
    Label *m_error;
};

// The devices of a policy in words: "All devices", or the query as a sentence.
QString scopeInWords(const BusinessPolicy &policy);
// The query itself, the same to the parser, with each part that is not to hold on a line of its own: a line that is
// too long would otherwise break behind the minus.
QString scopeInLines(const QString &scope);

} // namespace belvedere
