import 'server-only'
import { shownTime } from '@/lib/accounts/notices/shown-time'
import { notifyAdministrators } from '@/lib/accounts/notify-administrators'
import { env } from '@/lib/core/env'
import type { Locale } from '@/lib/core/languages/locales'
import { databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { Incident } from '@/lib/db/generated/client'
import { isEmailSent } from '@/lib/notifications/gateways/mode'
import { guideOf } from '../conditions/condition'
import { wordsOf } from '../conditions/words'

/**
 * When no administrator's message could be sent, there is another after so many minutes: it also finds out whether
 * e-mail works.
 */
const AGAIN_AFTER = 30
/** An incident that ended longer ago, in days, is no news. */
const NEWS = 3

type Due = Pick<Incident, 'id' | 'kind' | 'seenAt' | 'missedAt' | 'closedAt'>

/**
 * Notifies administrators by e-mail, once of each incident that opened and once when it is over. Colleagues have no
 * other address, so while e-mail fails the messages are written again from time to time, until one is sent.
 */
export async function notifyOfIncidents(): Promise<void> {
  if (!isEmailSent()) return
  await transaction(async (tx) => {
    for (const incident of await lockDue(tx)) {
      const noticeIds = await notify(tx, incident)
      if (noticeIds.length === 0) continue // no administrator exists yet
      const notifiedAt = incident.closedAt ? 'closingNotifiedAt' : 'openingNotifiedAt'
      await tx.incident.update({
        where: { id: incident.id },
        data: { noticeIds, [notifiedAt]: await databaseTime(tx) },
      })
    }
  })
}

/** Incidents that another worker is handling are left to it. */
const lockDue = (tx: Tx) => tx.$queryRaw<Due[]>`
  SELECT id::text, kind::text, seen_at AS "seenAt", missed_at AS "missedAt", closed_at AS "closedAt"
  FROM incidents i
  CROSS JOIN LATERAL (
    SELECT CASE WHEN closed_at IS NULL THEN opening_notified_at ELSE closing_notified_at END AS at
  ) notified
  WHERE opened_at IS NOT NULL
    AND (closed_at IS NULL OR closed_at > clock_timestamp() - make_interval(days => ${NEWS}::int))
    AND (notified.at IS NULL OR (
      notified.at < clock_timestamp() - make_interval(mins => ${AGAIN_AFTER}::int)
      AND (SELECT bool_and(state IN ('FAILED', 'UNSURE')) FROM outbox_messages WHERE id = ANY(i.notice_ids))))
  ORDER BY seen_at
  FOR UPDATE OF i SKIP LOCKED`

function notify(tx: Tx, { kind, seenAt, missedAt, closedAt }: Due): Promise<string[]> {
  const since = shownTime(seenAt)
  if (closedAt) {
    const until = shownTime(missedAt ?? closedAt)
    return notifyAdministrators(tx, 'INCIDENT_OVER', (locale) => ({ title: wordsOf(kind, locale).title, since, until }))
  }
  const url = new URL('/operations', env().ZHUNXIN_URL).href
  const words = (locale: Locale) => {
    const { title, text, todo } = wordsOf(kind, locale)
    return { title, text, todo, since, guide: guideOf(kind), url }
  }
  return notifyAdministrators(tx, 'INCIDENT_OPENED', words)
}
