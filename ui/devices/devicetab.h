// DeviceTab: a part of the device's page that reads for itself.
#pragma once

#include "domain/device.h"

#include <QWidget>

namespace belvedere {

// Its object name says which one it is, for links to it: "policies".
class DeviceTab : public QWidget {
public:
    using QWidget::QWidget;
    // Shows this device from now on, read anew.
    virtual void open(const Id<Device> &id) = 0;
    virtual bool isSettled() const = 0;
};

} // namespace belvedere
