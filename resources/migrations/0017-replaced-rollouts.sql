-- The roll-outs of a policy that were replaced before they came to everybody, whose devices keep their versions. Where
-- there are none, devices that are not reached have the version before the roll-out, as ever.

ALTER TABLE policies ADD COLUMN "rollout_replaced" TEXT;
