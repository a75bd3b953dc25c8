import 'server-only'
import type { FieldPlace } from '@/lib/crypto/fields'

/** Where the two sealed columns of a message stand. */
export function outboxPlace(column: 'to_sealed' | 'params_sealed', row: string): FieldPlace {
  return { table: 'outbox_messages', column, row }
}
