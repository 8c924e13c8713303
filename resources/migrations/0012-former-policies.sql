-- Whose a deployment was that no policy wants any more: it is being removed, or was left on the device.

ALTER TABLE deployments ADD COLUMN "former_policies" TEXT;
ALTER TABLE deployments ADD COLUMN "former_policies_f" TEXT;
