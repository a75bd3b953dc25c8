import 'server-only'
import { log, withoutContent } from '@/lib/core/log'
import { database } from '@/lib/db/client'

/** Holds the keys whose use is being noted: a busy one is used often before the first note is written. */
const noting = new Set<string>()

/** Notes that a key was used, once a minute at most. Nobody waits for it, and what fails is noted by the next use. */
export function noteKeyUse(id: string): void {
  if (noting.has(id)) return
  noting.add(id)
  database().$executeRaw`
      UPDATE api_keys SET last_used_at = now()
      WHERE id = ${id}::uuid AND coalesce(last_used_at < now() - interval '1 minute', true)`
    .catch((error: unknown) => log.debug({ act: 'api_key.note_use', ...withoutContent(error) }, 'not noted'))
    .finally(() => noting.delete(id))
}
