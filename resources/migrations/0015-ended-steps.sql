-- Which failures the steps of rules are about still last: what administrators were told about is counted on Home. And
-- what a step orders with, as the rule said it when the step was due.

ALTER TABLE steps ADD COLUMN "ended" INTEGER;
ALTER TABLE steps ADD COLUMN "parameters" TEXT;

-- Nobody looks again at the steps of a device that no policy has any more. The failure is over where no result is about
-- it. Number 0: the next start writes these lists anew.
UPDATE steps SET "ended" = COALESCE("taken", "due"), changed = 0
WHERE "state" NOT IN ('waiting', 'ordered')
    AND NOT EXISTS (SELECT 1 FROM results
        WHERE results."device_id" = steps."device_id" AND results."rule_id" = steps."rule_id"
            AND results."failing_since" = steps."failing_since");
