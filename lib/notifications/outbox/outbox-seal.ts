import 'server-only'
import type { FieldPlace } from '@/lib/crypto/fields'

/** Returns the place to which a sealed column of a message is bound. */
export function outboxPlace(column: 'to_sealed' | 'params_sealed', row: string): FieldPlace {
  return { table: 'outbox_messages', column, row }
}
