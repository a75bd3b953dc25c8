-- The browser from which a case was begun: known once the case is granted.
ALTER TABLE "access_cases" ADD COLUMN "device_hash" BYTEA;
