// The line icons: drawn on a 24-pixel grid, tinted by the palette in use at the moment of painting.
#pragma once

#include "ui/common/tokens.h"

#include <QIcon>

namespace belvedere {

enum class Icon : quint8 {
    Home,
    Enrol,
    Devices,
    Laptop,
    Desktop,
    Server,
    Phone,
    Tablet,
    Virtual,
    Person,
    Persons,
    Profile,
    Policy,
    Rule,
    Actions,
    Report,
    Audit,
    Account,
    Settings,
    Search,
    Filter,
    Sort,
    Refresh,
    Copy,
    Check,
    Ok,
    Warning,
    Error,
    Info,
    Unknown,
    More,
    Close,
    ChevronDown,
    ChevronRight,
    ChevronLeft,
    ChevronUp,
    Lock,
    Message,
    Restart,
    Sync,
    Trash,
    Tag,
    Sun,
    Moon,
    Site,
    SignOut,
    Download,
    Eye,
    Columns,
    Panel,
    Menu,
    Plus,
    Minus,
    Edit,
    Offline,
    Clock,
    Personal,
    Application,
    Deployment,
    Steps,
    Block,
    Count
};

// Follows later changes of the application's palette without being made again. Disabled icons are fainter.
QIcon icon(Icon which, Tone tone = Tone::Text);
// One picture in `colour`; `size` in device-independent pixels. Cached by name, size, colour and ratio.
QPixmap iconPixmap(Icon which, int size, const QColor &colour, qreal devicePixelRatio);

} // namespace belvedere
