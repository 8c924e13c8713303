-- Types of profiles are keys of a catalogue, and profiles that exclude each other on a device have the same place.

ALTER TABLE profiles ADD COLUMN "type_f" TEXT NOT NULL DEFAULT '';
ALTER TABLE profiles ADD COLUMN "place" TEXT;
ALTER TABLE profiles ADD COLUMN "place_f" TEXT;
-- so far "browser" was the only type
UPDATE profiles SET "type_f" = "type", "place" = "type", "place_f" = "type";
