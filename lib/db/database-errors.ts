import { OperatorError } from '@/lib/core/errors'

/** Reports what the operator can fix about the database. The message is a sentence for them. */
export class DatabaseSetupError extends OperatorError {
  override name = 'DatabaseSetupError'
}

/** Reports that the embedded PostgreSQL can't be created or started. */
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

/** Reports a PostgreSQL that is older than what the schema needs. */
export class DatabaseTooOldError extends DatabaseSetupError {
  override name = 'DatabaseTooOldError'
}

/** Reports a database with migrations that this code doesn't know: a newer version ran on it. */
export class DatabaseNewerError extends DatabaseSetupError {
  override name = 'DatabaseNewerError'
}

/** Reports a database that isn't empty, and isn't ours. */
export class DatabaseForeignError extends DatabaseSetupError {
  override name = 'DatabaseForeignError'
}

export class MigrationFailedError extends DatabaseSetupError {
  override name = 'MigrationFailedError'
}

/** Reports a login that is missing, or has fewer rights than it needs. */
export class DatabaseGrantsError extends DatabaseSetupError {
  override name = 'DatabaseGrantsError'
}

/** Reports a migration whose file differs from what was applied. */
export class MigrationEditedError extends DatabaseSetupError {
  override name = 'MigrationEditedError'
}
