import { getTranslations } from 'next-intl/server'
import { PURPOSES } from '@/lib/review/queue-choices'
import type { QueueEntry } from '@/lib/review/read-queue'
import type { QueueRow } from './queue-table'
import { waited } from './waited'

const WAITING = new Set(['SUBMITTED', 'IN_REVIEW'])

/**
 * The queue as its table shows it, as JSON: the framework passes one text on as it is, but would take rows apart value
 * by value. What is formatted, or in words that the browser hasn't got, is put into words here.
 */
export async function queueRows(entries: readonly QueueEntry[], isLead: boolean): Promise<string> {
  const [t, waitedWords, types] = await Promise.all([
    getTranslations('review.queue'),
    getTranslations('review.queue.waited'),
    getTranslations('rulebook.options.organisation.type'),
  ])
  const holderOf = ({ holder, isOwn }: QueueEntry): string => {
    if (!holder) return isOwn ? t('own') : ''
    return holder.isMe ? t('mine') : (holder.name ?? t('someone'))
  }
  const revisionOf = once((revision: number) => t('revision', { revision }))
  const waitedFor = once((minutes: number) => waited(minutes, waitedWords))
  const rows = entries.map((entry): QueueRow => {
    const { id, reference, status, revision, isUrgent, isOnBehalf, isOwn, isOverTarget, purposes } = entry
    const { kind, organisationType: type, waitedSeconds } = entry
    const isWaiting = WAITING.has(status)
    return {
      id,
      reference,
      status,
      isWaiting,
      isUrgent,
      isLate: isOverTarget,
      isOnBehalf,
      canMark: isLead && isWaiting && !isOwn,
      purposes: PURPOSES.filter((purpose) => purposes.includes(purpose)),
      waited: waitedSeconds === null ? '' : waitedFor(Math.floor(waitedSeconds / 60)),
      kind: type && types.has(type) ? types(type) : t(`kinds.${kind}`),
      revision: revisionOf(revision),
      holder: holderOf(entry),
    }
  })
  return JSON.stringify(rows)
}

/** What many rows share is put into words once: each time takes a plural rule. */
function once(say: (figure: number) => string): (figure: number) => string {
  const said = new Map<number, string>()
  return (figure) => {
    const words = said.get(figure) ?? say(figure)
    said.set(figure, words)
    return words
  }
}
