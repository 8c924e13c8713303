-- Which rule's step brought an item to a device. Such a deployment has no policies, and stays.

ALTER TABLE deployments ADD COLUMN "rule_id" TEXT;
ALTER TABLE deployments ADD COLUMN "rule_id_f" TEXT;
ALTER TABLE deployments ADD COLUMN "rule" TEXT;
ALTER TABLE deployments ADD COLUMN "rule_f" TEXT;
