-- Which failures the steps of rules are about still last: what administrators were told about is counted on Home.

ALTER TABLE steps ADD COLUMN "ended" INTEGER;
