import 'server-only'
import { database } from '@/lib/db/client'
import { MESSAGE_TEMPLATES, TEMPLATES } from '../templates'

const CODE_DAYS = 1
const NOTICE_DAYS = 30

/**
 * Deletes old messages: they contain numbers, addresses and codes, and are stored only as long as questions about them
 * are likely.
 */
export async function purgeOutbox(): Promise<void> {
  const codes = MESSAGE_TEMPLATES.filter((template) => TEMPLATES[template].isOnce)
  await database().$executeRaw`
    DELETE FROM outbox_messages
    WHERE state <> 'SENDING' AND created_at < clock_timestamp() - make_interval(days =>
      CASE WHEN template = ANY(${codes}) THEN ${CODE_DAYS}::int ELSE ${NOTICE_DAYS}::int END)`
}
