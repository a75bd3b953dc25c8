-- A portal whose decoders could read the keyring refuses uploads, and says so.
ALTER TYPE "ConditionKind" ADD VALUE 'UPLOADS_CLOSED';
