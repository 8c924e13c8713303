// SiteBook: the known sites, kept in one small file.
#pragma once

#include "sites/siterecord.h"

#include <QObject>

namespace belvedere {

class SiteBook final : public QObject {
    Q_OBJECT
public:
    static constexpr int maximumSites = 200;

    // file: usually defaultFile(). Nothing is read before load().
    explicit SiteBook(QString file, QObject *parent = nullptr);
    // "sites.json" in the configuration folder of this program.
    static QString defaultFile();

    // A missing file is an empty book. A file that cannot be understood is set aside as "<file>.broken" and the book
    // is empty; error "sites.broken" says so. "sites.unreadable": it could not be read and is left alone.
    Result<Done> load();

    const QList<SiteRecord> &sites() const { return m_sites; }
    const SiteRecord *find(const QString &id) const;
    // Adds or replaces by id and writes the file. Errors: "sites.unwritable", "sites.too-many".
    Result<Done> put(const SiteRecord &record);
    Result<Done> remove(const QString &id);

Q_SIGNALS:
    void changed();
    // What else this computer keeps of the site should go, too.
    void removed(const QString &id);

private:
    Result<Done> save(const QList<SiteRecord> &sites);

    QString m_file;
    QList<SiteRecord> m_sites;
};

} // namespace belvedere
