// PageHeader: title, counts and the page's own actions.
#pragma once

#include <QWidget>

class QAction;
class QHBoxLayout;

namespace belvedere {

class ElidedLabel;

class PageHeader : public QWidget {
    Q_OBJECT
public:
    explicit PageHeader(const QString &title, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    // "1,204 of 12,000"; empty: none.
    void setCounts(const QString &text);
    // Adds a widget at the right end, in reading order.
    void addWidget(QWidget *widget);
    // A button for the action, which shares its text, enabled state and visibility.
    void addAction(QAction *action, bool primary = false);

private:
    ElidedLabel *m_title;
    ElidedLabel *m_counts;
    QHBoxLayout *m_end;
};

} // namespace belvedere
