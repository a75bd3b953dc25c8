import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { logBug } from '@/lib/core/log'
import { StoreUnavailableError } from '@/lib/storage/store-port'

/**
 * What a person is told while the store is out of reach, silent or full: to try again. Why is in the log. Any other
 * failure stays what it is.
 *
 * @param act for the log
 */
export function tellOfStore(error: unknown, act: 'blob.put' | 'blob.read'): unknown {
  if (!(error instanceof StoreUnavailableError)) return error
  logBug(error, { act })
  return new DomainError('TRY_AGAIN', error.message)
}
