// An entity with every kind of field, for tests only.
#pragma once

#include "domain/field.h"

namespace belvedere {

enum class Shade : quint8 { Unknown, Light, Medium, Dark };

struct Specimen {
    static constexpr char idPrefix[] = "spe";

    Id<Specimen> id;
    QString name;
    QString remark;
    std::optional<qint64> count;
    std::optional<bool> sealed;
    QDateTime found;
    Coded<Shade> shade;
    Version release;
    std::optional<QStringList> marks;
    std::optional<qint64> size;
    std::optional<qint64> lasting;
    QJsonObject extra;
};

} // namespace belvedere
