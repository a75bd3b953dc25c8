-- Columns that hold one of a closed set are enums: the database refuses any other value. Each table is written again with its
-- indexes, under an ACCESS EXCLUSIVE lock until the migration ends: for a time that grows with its rows, of which "turns" and
-- "consents" have the most, a few for each qualification and person. A value that no release wrote stops the migration, and
-- nothing is changed.
CREATE TYPE "ExportSubject" AS ENUM ('AUDIT', 'QUALIFICATIONS');
CREATE TYPE "ExportFormat" AS ENUM ('CSV', 'XLSX', 'JSONL', 'BUNDLE');
CREATE TYPE "ExportFailure" AS ENUM ('GAVE_UP', 'NOT_ALLOWED', 'STORE', 'UNEXPECTED');
CREATE TYPE "ExportReason" AS ENUM ('INSPECTION', 'AUTHORITY_REQUEST', 'DISPUTE', 'FORGERY_CHECK', 'OTHER');
CREATE TYPE "HoldReason" AS ENUM ('AUTHORITY_REQUEST', 'DISPUTE', 'INVESTIGATION', 'OTHER');
CREATE TYPE "ErasureObstacle" AS ENUM ('LEGAL_HOLD', 'IN_FORCE', 'TERM_NOT_OVER', 'SUSPICION');
CREATE TYPE "ErasureDecisionReason" AS ENUM (
  'NO_LONGER_NEEDED',
  'RIGHT_TO_ERASURE',
  'LAW_REQUIRES_KEEPING',
  'NEEDED_AS_EVIDENCE',
  'OTHER'
);
CREATE TYPE "ConsentKey" AS ENUM (
  'PERSONAL_INFORMATION',
  'SENSITIVE_PERSONAL_INFORMATION',
  'PROVISION_TO_CARRIERS',
  'PROVISION_TO_CLOUD_PROVIDERS'
);
CREATE TYPE "StandingReason" AS ENUM (
  'COMPLAINTS',
  'SUSPECTED_FRAUD',
  'CONTENT_VIOLATION',
  'MATERIALS_OUTDATED',
  'AUTHORITY_REQUEST',
  'APPLICANT_REQUEST',
  'RESOLVED',
  'UNFOUNDED',
  'OTHER',
  'CONSENT_WITHDRAWN',
  'CONSENT_GIVEN'
);
CREATE TYPE "CaseReason" AS ENUM ('UNREADABLE', 'NOT_THE_PERSON', 'NO_ACCOUNT');
CREATE TYPE "CaseSide" AS ENUM ('PORTRAIT', 'EMBLEM');

ALTER TABLE "exports"
  ALTER COLUMN "subject" TYPE "ExportSubject" USING "subject"::"ExportSubject",
  ALTER COLUMN "format" TYPE "ExportFormat" USING "format"::"ExportFormat",
  ALTER COLUMN "failure" TYPE "ExportFailure" USING "failure"::"ExportFailure";
ALTER TABLE "saved_reports"
  ALTER COLUMN "subject" TYPE "ExportSubject" USING "subject"::"ExportSubject",
  ALTER COLUMN "format" TYPE "ExportFormat" USING "format"::"ExportFormat";
ALTER TABLE "dossier_exports" ALTER COLUMN "reason" TYPE "ExportReason" USING "reason"::"ExportReason";
ALTER TABLE "legal_holds" ALTER COLUMN "reason" TYPE "HoldReason" USING "reason"::"HoldReason";
ALTER TABLE "erasure_requests"
  ALTER COLUMN "obstacles" TYPE "ErasureObstacle"[] USING "obstacles"::"ErasureObstacle"[],
  ALTER COLUMN "reason" TYPE "ErasureDecisionReason" USING "reason"::"ErasureDecisionReason";
ALTER TABLE "consents" ALTER COLUMN "statement" TYPE "ConsentKey" USING "statement"::"ConsentKey";
ALTER TABLE "turns" ALTER COLUMN "reason" TYPE "StandingReason" USING "reason"::"StandingReason";
ALTER TABLE "access_cases" ALTER COLUMN "reason" TYPE "CaseReason" USING "reason"::"CaseReason";
ALTER TABLE "access_case_files" ALTER COLUMN "side" TYPE "CaseSide" USING "side"::"CaseSide";
