-- Whether a second person was there when the step began: whoever disables that account afterwards gains nothing.
ALTER TABLE steps ADD COLUMN "second_person" INTEGER;
UPDATE steps SET "second_person" = 1 WHERE "state" = 'waiting' AND "kind" IN ('wipe', 'remove_work_data')
    AND (SELECT COUNT(*) FROM accounts WHERE "disabled" = 0 AND "role" IN ('administrator', 'helpdesk')) > 1;

-- Who wrote a rule and who put a policy in force is looked up while a step is being approved.
CREATE INDEX audit_authors ON audit ("target_id") WHERE "action" IN ('policy.activated', 'rule.created', 'rule.edited');
