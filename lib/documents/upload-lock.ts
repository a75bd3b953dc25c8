import 'server-only'
import { DomainError } from '@/lib/core/errors'
import { LockTimeoutError, takeSharedLock } from '@/lib/db/shared-lock'

/**
 * One request at a time for each file on its way, whichever process it reaches.
 *
 * @param onWanted another one waits: what stalls is to end
 * @returns what lets it go
 * @throws DomainError TRY_AGAIN when whoever has it does not end
 */
export async function lockUpload(id: string, onWanted: () => void): Promise<() => Promise<void>> {
  try {
    return await takeSharedLock(`upload:${id}`, { onWanted })
  } catch (error) {
    throw error instanceof LockTimeoutError ? new DomainError('TRY_AGAIN', 'Another request has it') : error
  }
}
