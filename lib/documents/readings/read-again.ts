import 'server-only'
import type { Tx } from '@/lib/db/client'

/**
 * Has a file read again that its sender put into its slot again: nobody does so who trusts what was found. A reading of
 * the last minute stays, since the same request may have been repeated after a lost answer.
 */
export async function readAgain(tx: Tx, fileId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE readings SET state = 'WAITING', content_sealed = NULL, read_at = NULL, leased_until = NULL, attempts = 0
    WHERE file_id = ${fileId}::uuid AND (state = 'FAILED' OR read_at < clock_timestamp() - interval '1 minute')`
}
