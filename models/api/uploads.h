// Uploads over the API: a file comes in pieces, and goes on where it was cut off.
#pragma once

#include "api/operation.h"

namespace belvedere {

inline constexpr qint64 maximumUpload = qint64(2) * 1024 * 1024 * 1024; // bytes of one file
inline constexpr qint64 maximumUploadPiece = 4 * 1024 * 1024; // bytes
inline constexpr int uploadHours = 24; // after which an upload that was not finished, or not used, is given up

struct Upload {
    static constexpr char idPrefix[] = "upl";

    Id<Upload> id;
    QString name; // of the file
    qint64 size = 0; // announced, bytes
    QString sha256; // announced, or computed at the end; 64 lower-case hex digits
    qint64 offset = 0; // bytes that have arrived: where the next piece begins
    bool finished = false;
    QDateTime expires;
};
template<> struct TypeName<Upload> {
    static constexpr char value[] = "Upload";
};

// What the site takes; a client asks before it reads a large file for its digest.
struct UploadLimits {
    qint64 maximum = 0; // bytes of one file
    qint64 room = 0; // bytes that are still free in all
    qint64 total = 0; // bytes of everything that may be kept
};
template<> struct TypeName<UploadLimits> {
    static constexpr char value[] = "UploadLimits";
};
struct GetUploadLimits : Operation<None, None, None, UploadLimits> {
    static constexpr Spec spec{"getUploadLimits", Verb::Get, "uploads", "/limits", Permission::PoliciesRead,
        "How large a file may be, and how much room there is."};
};
struct UploadSettings {
    qint64 maximum = 0; // bytes of one file, 1 to maximumUpload
    qint64 total = 0; // bytes of everything that is kept
};
template<> struct TypeName<UploadSettings> {
    static constexpr char value[] = "UploadSettings";
};
struct SetUploadLimits : Operation<None, None, UploadSettings, UploadLimits> {
    static constexpr Spec spec{"setUploadLimits", Verb::Post, "uploads", "/limits", Permission::AccountsWrite,
        "Sets how large a file may be, and how much is kept in all."};
};

struct NewUpload {
    QString name;
    qint64 size = 0; // bytes
    QString sha256; // checked at the end when it is given
};
template<> struct TypeName<NewUpload> {
    static constexpr char value[] = "NewUpload";
};
struct CreateUpload : Operation<None, None, NewUpload, Upload> {
    static constexpr Spec spec{
        "createUpload", Verb::Post, "uploads", "", Permission::PoliciesWrite, "Announces a file; its pieces follow."};
};
struct ListUploads : Operation<None, None, None, Page<Upload>> {
    static constexpr Spec spec{"listUploads", Verb::Get, "uploads", "", Permission::PoliciesWrite,
        "The account's own uploads that can be gone on with: unfinished ones, then those whose content is still at "
        "hand."};
};
struct GetUpload : Operation<Upload, None, None, Upload> {
    static constexpr Spec spec{"getUpload", Verb::Get, "uploads", "/{id}", Permission::PoliciesWrite,
        "How far an upload is; the account's own alone."};
};
struct PieceParameters {
    qint64 offset = 0; // where the piece begins
};
struct AppendUpload : Operation<Upload, PieceParameters, Bytes, Upload> {
    static constexpr Spec spec{"appendUpload", Verb::Patch, "uploads", "/{id}", Permission::PoliciesWrite,
        "Adds a piece of at most 4 MiB; upload.offset with the right one unless it begins where the last one ended."};
};
struct FinishUpload : Operation<Upload, None, None, Upload> {
    static constexpr Spec spec{"finishUpload", Verb::Post, "uploads", "/{id}/finish", Permission::PoliciesWrite,
        "Checks size and SHA-256; the content can then be used."};
};
struct CancelUpload : Operation<Upload, None, None, None> {
    static constexpr Spec spec{"cancelUpload", Verb::Post, "uploads", "/{id}/cancel", Permission::PoliciesWrite,
        "Gives an upload up; a finished one stays until it expires."};
};

} // namespace belvedere
