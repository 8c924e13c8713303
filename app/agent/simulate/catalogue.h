// Catalogue: the models and operating systems that a simulated fleet is made of, in believable proportions.
#pragma once

#include "domain/device.h"

namespace belvedere {

struct CatalogueModel {
    int weight; // of 1,000
    Platform platform;
    FormFactor form;
    const char *manufacturer;
    const char *model;
    const char *processor;
    int cores;
    int memory; // GiB
    int storage; // GB
};

struct CatalogueSystem {
    int weight; // among those of the platform
    Platform platform;
    const char *name;
    const char *version;
    const char *kernel; // "" where devices do not tell
};

std::span<const CatalogueModel> catalogueModels();
std::span<const CatalogueSystem> catalogueSystems();

struct CataloguePackage {
    const char *name;
    const char *version;
    const char *newer; // what an up-to-date computer has
};
std::span<const CataloguePackage> cataloguePackages(); // Debian packages

} // namespace belvedere
