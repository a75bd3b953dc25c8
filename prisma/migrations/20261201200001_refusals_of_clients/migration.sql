-- Keys are refused, too; and what is refused about a test account is counted apart (decision 94). The primary key stays: a node of
-- the earlier release counts in the same rows.
ALTER TABLE "refusal_counts" ADD COLUMN "actor_kind" "ActorKind" NOT NULL DEFAULT 'PERSON',
ADD COLUMN "test_account_id" UUID,
ADD COLUMN "tests" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "refusal_counts_tests_check" CHECK ("tests" BETWEEN 0 AND "count");
