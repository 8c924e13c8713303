// The persons of a demo organisation.
#pragma once

#include "server/demo/catalogue.h"

#include <vector>

namespace belvedere::server {

struct DemoPerson {
    Person person; // without an id until it is stored
    int office; // index in the catalogue
    int department;
};

// Names may repeat, as they do among many people; e-mail addresses (at example.org) never do.
std::vector<DemoPerson> drawPersons(quint32 seed, int count);

} // namespace belvedere::server
