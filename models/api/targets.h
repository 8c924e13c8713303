// Targets outside the site over the API: what they are made of, their secret, and a test.
#pragma once

#include "api/resource.h"
#include "domain/outsidetarget.h"

namespace belvedere {

template<> struct TypeName<OutsideTarget> {
    static constexpr char value[] = "Target";
};
template<> struct Resource<OutsideTarget> {
    static constexpr char path[] = "targets";
    static constexpr char singular[] = "target";
    static constexpr Permission read = Permission::TargetsManage;
    static constexpr Permission write = Permission::TargetsManage;
};

struct NewTarget {
    QString name;
    Coded<TargetKind> kind;
    QString url;
    QString secret;
    bool enabled = true;
};
template<> struct TypeName<NewTarget> {
    static constexpr char value[] = "NewTarget";
};
struct CreateTarget : Operation<None, None, NewTarget, OutsideTarget> {
    static constexpr Spec spec{"createTarget", Verb::Post, "targets", "", Permission::TargetsManage,
        "Makes a target that rules can name. Its secret is never answered."};
};
struct TargetSecret {
    QString secret;
};
template<> struct TypeName<TargetSecret> {
    static constexpr char value[] = "TargetSecret";
};
struct SetTargetSecret : Operation<OutsideTarget, None, TargetSecret, OutsideTarget> {
    static constexpr Spec spec{"setTargetSecret", Verb::Post, "targets", "/{id}/secret", Permission::TargetsManage,
        "Sets another secret for the signatures of what the target is told from now on."};
};
struct TestTarget : Operation<OutsideTarget, None, None, OutsideTarget> {
    static constexpr Spec spec{"testTarget", Verb::Post, "targets", "/{id}/test", Permission::TargetsManage,
        "Sends the target a message of the event test, once; `tested` and `code` of the target say what came of it."};
};

} // namespace belvedere
