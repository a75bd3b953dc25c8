import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { logBug } from '@/lib/core/log'
import { StoreUnavailableError } from '@/lib/storage/store-port'

/**
 * Returns the error that people see while the store is unreachable, silent or full: they should try again. The log has
 * the cause. Any other failure stays what it is.
 *
 * @param act for the log
 */
export function reportStoreFailure(error: unknown, act: 'blob.put' | 'blob.read'): unknown {
  if (!(error instanceof StoreUnavailableError)) return error
  logBug(error, { act })
  return new DomainError('TRY_AGAIN', error.message)
}
