-- A value of its own migration: PostgreSQL lets nobody use a new one in the transaction that adds it.
ALTER TYPE "PersonStatus" ADD VALUE 'BLOCKED' AFTER 'ACTIVE';
