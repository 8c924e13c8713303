-- Commands that agents may run, and what came of those that rules ran.

ALTER TABLE devices ADD COLUMN "agent_commands" TEXT;
ALTER TABLE devices ADD COLUMN "agent_commands_f" TEXT;
ALTER TABLE steps ADD COLUMN "proof" TEXT;
