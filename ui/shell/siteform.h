// SiteForm: the address of a server and a name for it.
#pragma once

#include <QUrl>
#include <QWidget>

class QLineEdit;

namespace belvedere {

class Label;

class SiteForm : public QWidget {
    Q_OBJECT
public:
    explicit SiteForm(QWidget *parent = nullptr);
    void set(const QUrl &address, const QString &name);
    // The address with its scheme ("https" when none was typed), without path, query and user; invalid when it is none.
    QUrl address() const;
    QString name() const; // the host when left empty
    // Shows what is wrong beside the field; true when nothing is.
    bool check();
    void showAddressError(const QString &text);

Q_SIGNALS:
    void submitted(); // Enter, after a successful check

private:
    QLineEdit *m_address;
    Label *m_error;
    QLineEdit *m_name;
};

// The address of a server from what a person types: "mdm.example.org:8443". Plain http only for this computer.
QUrl serverAddress(const QString &typed);

} // namespace belvedere
