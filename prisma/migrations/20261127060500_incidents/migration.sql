-- A condition that the worker saw, from the first look that saw it. It is an incident once a later look still sees it.
CREATE TABLE "incidents" (
  "id" UUID NOT NULL,
  "kind" "ConditionKind" NOT NULL,
  "seen_at" TIMESTAMPTZ(3) NOT NULL,
  "opened_at" TIMESTAMPTZ(3),
  "missed_at" TIMESTAMPTZ(3),
  "closed_at" TIMESTAMPTZ(3),
  "opening_notified_at" TIMESTAMPTZ(3),
  "closing_notified_at" TIMESTAMPTZ(3),
  "notice_ids" UUID[] NOT NULL DEFAULT '{}',
  CONSTRAINT "incidents_pkey" PRIMARY KEY ("id")
);
-- Of two workers that see a condition first, one makes its row.
CREATE UNIQUE INDEX "incidents_current_key" ON "incidents"("kind") WHERE "closed_at" IS NULL;
CREATE INDEX "incidents_seen_at_idx" ON "incidents"("seen_at");
