-- Which failures the steps of rules are about still last: what administrators were told about is counted on Home. And
-- what a step orders with, as the rule said it when the step was due.

ALTER TABLE steps ADD COLUMN "ended" INTEGER;
ALTER TABLE steps ADD COLUMN "parameters" TEXT;
