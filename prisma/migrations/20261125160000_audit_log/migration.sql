-- Events that no leaf stands for yet. Filled in the transaction of the event and emptied in that of the leaf, so that
-- absence from the leaves is found without reading a million of them. A row of its own for each event: no insert waits.
CREATE TABLE "audit_pending" (
  "event_id" UUID NOT NULL,
  CONSTRAINT "audit_pending_pkey" PRIMARY KEY ("event_id")
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- No foreign key to the event: it would lock, and so write, each event's row again. Events can't be deleted, and where
-- someone deletes one nonetheless, verification says which, and must not be kept from it by an error.
CREATE TABLE "audit_leaves" (
  "index" BIGINT NOT NULL,
  "event_id" UUID NOT NULL,
  "hash" BYTEA NOT NULL,
  CONSTRAINT "audit_leaves_pkey" PRIMARY KEY ("index"),
  CONSTRAINT "audit_leaves_index_check" CHECK ("index" >= 0),
  CONSTRAINT "audit_leaves_hash_check" CHECK (octet_length("hash") = 32)
);
CREATE UNIQUE INDEX "audit_leaves_event_id_key" ON "audit_leaves"("event_id");

CREATE TABLE "audit_tiles" (
  "level" SMALLINT NOT NULL,
  "index" BIGINT NOT NULL,
  "hash" BYTEA NOT NULL,
  CONSTRAINT "audit_tiles_pkey" PRIMARY KEY ("level", "index"),
  CONSTRAINT "audit_tiles_level_check" CHECK ("level" > 0 AND "level" % 4 = 0 AND "index" >= 0),
  CONSTRAINT "audit_tiles_hash_check" CHECK (octet_length("hash") = 32)
);

CREATE TABLE "audit_keys" (
  "number" INTEGER NOT NULL,
  "name" TEXT NOT NULL,
  "public_key" BYTEA NOT NULL,
  "data_key_id" UUID NOT NULL,
  "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "audit_keys_pkey" PRIMARY KEY ("number"),
  CONSTRAINT "audit_keys_public_key_check" CHECK (octet_length("public_key") = 32)
);
CREATE UNIQUE INDEX "audit_keys_data_key_id_key" ON "audit_keys"("data_key_id");
ALTER TABLE "audit_keys" ADD CONSTRAINT "audit_keys_data_key_id_fkey"
  FOREIGN KEY ("data_key_id") REFERENCES "data_keys"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "audit_checkpoints" (
  "size" BIGINT NOT NULL,
  "root" BYTEA NOT NULL,
  "note" TEXT NOT NULL,
  "key_number" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "audit_checkpoints_pkey" PRIMARY KEY ("size"),
  CONSTRAINT "audit_checkpoints_size_check" CHECK ("size" > 0),
  CONSTRAINT "audit_checkpoints_root_check" CHECK (octet_length("root") = 32)
);
ALTER TABLE "audit_checkpoints" ADD CONSTRAINT "audit_checkpoints_key_number_fkey"
  FOREIGN KEY ("key_number") REFERENCES "audit_keys"("number") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TABLE "audit_cosignatures" (
  "size" BIGINT NOT NULL,
  "witness" TEXT NOT NULL,
  "line" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "audit_cosignatures_pkey" PRIMARY KEY ("size", "witness")
);
ALTER TABLE "audit_cosignatures" ADD CONSTRAINT "audit_cosignatures_size_fkey"
  FOREIGN KEY ("size") REFERENCES "audit_checkpoints"("size") ON DELETE RESTRICT ON UPDATE CASCADE;

CREATE TRIGGER "audit_leaves_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_leaves"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "audit_tiles_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_tiles"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "audit_keys_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_keys"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "audit_checkpoints_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_checkpoints"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();
CREATE TRIGGER "audit_cosignatures_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_cosignatures"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_rewriting"();

CREATE FUNCTION "await_sequencing"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "audit_pending" ("event_id") SELECT "id" FROM "added";
  RETURN NULL;
END $$;
CREATE TRIGGER "audit_events_await_sequencing" AFTER INSERT ON "audit_events"
  REFERENCING NEW TABLE AS "added" FOR EACH STATEMENT EXECUTE FUNCTION "await_sequencing"();

-- What was recorded before there was a tree.
INSERT INTO "audit_pending" ("event_id") SELECT "id" FROM "audit_events";
