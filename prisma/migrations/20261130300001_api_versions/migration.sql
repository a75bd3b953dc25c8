-- Each key has the version of the API that was the newest when it was made.
CREATE TYPE "ApiVersion" AS ENUM ('V2026_11_28');
ALTER TABLE "api_keys" ADD COLUMN "version" "ApiVersion" NOT NULL DEFAULT 'V2026_11_28';
ALTER TABLE "api_keys" ALTER COLUMN "version" DROP DEFAULT;
