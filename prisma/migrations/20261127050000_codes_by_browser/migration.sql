-- A code works only in the browser that requested it. Codes that were sent before this work in none: they live five minutes.
ALTER TABLE "sign_in_codes" ADD COLUMN "browser_hash" BYTEA NOT NULL DEFAULT '\x';
ALTER TABLE "sign_in_codes" ALTER COLUMN "browser_hash" DROP DEFAULT;
