-- Answers to requests that changed something, for the client that repeats one.
CREATE TABLE "stored_answers" (
  "key_id" UUID NOT NULL,
  "request_hash" BYTEA NOT NULL,
  "content_hash" BYTEA NOT NULL,
  "answer_sealed" BYTEA NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "stored_answers_pkey" PRIMARY KEY ("key_id", "request_hash"),
  CONSTRAINT "stored_answers_hash_check" CHECK (octet_length("request_hash") = 32 AND octet_length("content_hash") = 32),
  CONSTRAINT "stored_answers_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "api_keys" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "stored_answers_created_at_idx" ON "stored_answers" ("created_at");
