-- Received files are not examined in time.
ALTER TYPE "ConditionKind" ADD VALUE 'FILES_WAITING' AFTER 'MESSAGES_WAITING';
