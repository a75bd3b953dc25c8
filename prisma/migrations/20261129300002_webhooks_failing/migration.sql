-- A webhook endpoint has not accepted anything for an hour, or is off for it.
ALTER TYPE "ConditionKind" ADD VALUE 'WEBHOOKS_FAILING' AFTER 'DECISIONS_WAITING';
