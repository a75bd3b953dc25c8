-- What a session was begun with, so that its person knows it again in a list.
ALTER TABLE "sessions"
  ADD COLUMN "browser" TEXT,
  ADD COLUMN "system" TEXT,
  ADD COLUMN "network_sealed" BYTEA;
