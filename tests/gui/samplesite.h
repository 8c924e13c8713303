// A place with sample content for tests of the frame; the frame never looks into the site that it passes on.
#pragma once

#include "ui/shell/place.h"

namespace belvedere {

// Tests of the frame have no server: any object serves as the site that is handed through.
class Site { };

} // namespace belvedere

namespace belvedere::test {

// A navigation as long as the real one, of places with a table or a form.
std::span<const PlaceEntry> samplePlaces();

} // namespace belvedere::test
