-- Each worker has a row of its own, which says that it lives and what it works on. The one row that all of them shared
-- says nothing of any of them.
DROP TABLE "worker_heartbeats";
CREATE TABLE "worker_heartbeats" (
    "id" UUID NOT NULL,
    "installation_id" UUID NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "job_ids" UUID[] NOT NULL DEFAULT '{}',
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "steady_since" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
    "beat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "worker_heartbeats_pkey" PRIMARY KEY ("id")
);
