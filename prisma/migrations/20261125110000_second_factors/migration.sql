-- Second factors of staff: what they have, what is being asked of them, and links that let them in again.
CREATE TYPE "ChallengeKind" AS ENUM ('PASSKEY_SIGN_IN', 'PASSKEY_CONFIRM', 'PASSKEY_SET_UP', 'TOTP_SET_UP');
CREATE TYPE "AccessLinkKind" AS ENUM ('PASSWORD', 'ACCESS');

CREATE TABLE "passkeys" (
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "credential_id" BYTEA NOT NULL,
  "public_key" BYTEA NOT NULL,
  "sign_count" BIGINT NOT NULL,
  "transports" TEXT[] NOT NULL,
  "is_backed_up" BOOLEAN NOT NULL,
  "name_sealed" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "last_used_at" TIMESTAMPTZ(3),
  CONSTRAINT "passkeys_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "passkeys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  CONSTRAINT "passkeys_sign_count_check" CHECK ("sign_count" >= 0)
);
CREATE UNIQUE INDEX "passkeys_credential_id_key" ON "passkeys"("credential_id");
CREATE INDEX "passkeys_user_id_idx" ON "passkeys"("user_id");

CREATE TABLE "totp_secrets" (
  "user_id" UUID NOT NULL,
  "secret_sealed" BYTEA NOT NULL,
  "last_step" BIGINT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "last_used_at" TIMESTAMPTZ(3),
  CONSTRAINT "totp_secrets_pkey" PRIMARY KEY ("user_id"),
  CONSTRAINT "totp_secrets_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

CREATE TABLE "recovery_codes" (
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "code_hash" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "used_at" TIMESTAMPTZ(3),
  CONSTRAINT "recovery_codes_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "recovery_codes_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "recovery_codes_user_id_code_hash_key" ON "recovery_codes"("user_id", "code_hash");

CREATE TABLE "factor_challenges" (
  "id" UUID NOT NULL,
  "kind" "ChallengeKind" NOT NULL,
  "session_id" UUID,
  "challenge" BYTEA,
  "secret_sealed" BYTEA,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "factor_challenges_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "factor_challenges_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  -- Only who signs in by a passkey alone has no session yet.
  CONSTRAINT "factor_challenges_session_check" CHECK (("session_id" IS NULL) = ("kind" = 'PASSKEY_SIGN_IN')),
  CONSTRAINT "factor_challenges_value_check" CHECK (
    ("challenge" IS NULL) = ("kind" = 'TOTP_SET_UP') AND ("secret_sealed" IS NULL) = ("kind" <> 'TOTP_SET_UP')
  )
);
CREATE UNIQUE INDEX "factor_challenges_challenge_key" ON "factor_challenges"("challenge");
-- A page that is loaded again shows the secret that was scanned already.
CREATE UNIQUE INDEX "factor_challenges_one_secret_key" ON "factor_challenges"("session_id") WHERE "kind" = 'TOTP_SET_UP';
CREATE INDEX "factor_challenges_session_id_idx" ON "factor_challenges"("session_id");

CREATE TABLE "access_links" (
  "id" UUID NOT NULL,
  "user_id" UUID NOT NULL,
  "kind" "AccessLinkKind" NOT NULL,
  "token_hash" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "used_at" TIMESTAMPTZ(3),
  CONSTRAINT "access_links_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "access_links_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "access_links_token_hash_key" ON "access_links"("token_hash");
CREATE INDEX "access_links_user_id_idx" ON "access_links"("user_id");
