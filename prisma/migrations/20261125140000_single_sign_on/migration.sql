-- Whom a company's own sign-in means: blind index of issuer and subject, since e-mail addresses are given to others.
ALTER TABLE "users" ADD COLUMN "sso_index" BYTEA;
CREATE UNIQUE INDEX "users_sso_index_key" ON "users"("sso_index");
