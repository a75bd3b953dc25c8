import { OperatorError } from '@/lib/core/errors'

/** The operator can fix something about the database. The message is a sentence for them. */
export class DatabaseSetupError extends OperatorError {
  override name = 'DatabaseSetupError'
}

/** The embedded PostgreSQL can't be made or started. */
export class EmbeddedDatabaseError extends DatabaseSetupError {
  override name = 'EmbeddedDatabaseError'
}

export class DatabaseUnreachableError extends DatabaseSetupError {
  override name = 'DatabaseUnreachableError'
}

/**
 * Returns the error for a failed connection: some causes have no message, and none may reveal the address's password.
 */
export function unreachable(cause: unknown): DatabaseUnreachableError {
  const { code, message } = cause as Error & { code?: string }
  return new DatabaseUnreachableError(`The database can't be reached: ${message || code}.`, { cause })
}

/** PostgreSQL itself is older than what the schema needs. */
export class DatabaseTooOldError extends DatabaseSetupError {
  override name = 'DatabaseTooOldError'
}

/** It has migrations that this code doesn't know: a newer version ran on it. */
export class DatabaseNewerError extends DatabaseSetupError {
  override name = 'DatabaseNewerError'
}

/** It isn't empty, and isn't ours. */
export class DatabaseForeignError extends DatabaseSetupError {
  override name = 'DatabaseForeignError'
}

export class MigrationFailedError extends DatabaseSetupError {
  override name = 'MigrationFailedError'
}

/** A login is missing, or has fewer rights than what it is for. */
export class DatabaseGrantsError extends DatabaseSetupError {
  override name = 'DatabaseGrantsError'
}

/** A migration's file differs from what was applied. */
export class MigrationEditedError extends DatabaseSetupError {
  override name = 'MigrationEditedError'
}
