import type { AuditAction } from '@/lib/audit/events/all'
import { startOfDay } from '@/lib/core/clock'
import { isRealDate } from '@/lib/core/dates'
import { vocabularyOf } from './event-codes'
import { type Say, VOCABULARIES } from './vocabularies'

/** Ids, digests and instants are left out: nobody reads them at a glance, and the export has them. */
const LONG = /^([0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|\d{4}-\d\d-\d\dT.*)$/

/** Names the sentences that take kilobytes of the bytes in an event, as lists of files have them. */
const KILOBYTES: ReadonlySet<string> = new Set(['audit.details.fields.size', 'audit.details.fields.bytes'])

/** A longer list is shown as its length, since a row of the log is one line. */
const MAX = 4

type Short = string | number | boolean

const isShort = (value: unknown): value is Short =>
  typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && !LONG.test(value))

/**
 * Returns what an event says in words, without its reference: “In review → Approved”, “Submission 2”, “7 parts”. What
 * has no words, such as a code of an earlier version, is shown as the log has it: `act=review.release`.
 */
export function detailsOf(say: Say, action: AuditAction, data: unknown): string[] {
  if (typeof data !== 'object' || data === null) return []
  const { from, to, reference: _, ...rest } = data as Record<string, unknown>
  const detail = ([name, value]: [string, unknown]) => detailOf(say, action, name, value)
  const [before, after] = [textOf(say, action, 'from', from), textOf(say, action, 'to', to)]
  if (!before || !after) return Object.entries({ from, to, ...rest }).flatMap(detail)
  const none = say('audit.details.none')
  const change = say('audit.details.change', { from: before.text || none, to: after.text || none })
  return [change, ...Object.entries(rest).flatMap(detail)]
}

function detailOf(say: Say, action: AuditAction, name: string, value: unknown): string[] {
  if (Array.isArray(value) && value.length === 0) return []
  const own = `audit.details.events.${action}.${name}`
  const key = say.has(own) ? own : `audit.details.fields.${name}`
  const shown = textOf(say, action, name, value)
  if (shown?.isInWords && say.has(key)) {
    const count = typeof value === 'number' && KILOBYTES.has(key) ? Math.ceil(value / 1024) : value
    return [say(key, { value: typeof count === 'number' ? count : shown.text })]
  }
  if (shown) return [`${name}=${shown.text}`]
  if (!Array.isArray(value)) return []
  const list = `audit.details.lists.${name}`
  return [say.has(list) ? say(list, { count: value.length }) : `${name}×${value.length}`]
}

type Text = {
  text: string
  /** Says that every code in it has words. */
  isInWords: boolean
}

/** Returns a value, or a short list of them, in words; null for anything else. */
function textOf(say: Say, action: AuditAction, name: string, value: unknown): Text | null {
  const values: unknown[] = Array.isArray(value) ? value : [value]
  if (values.length > MAX || !values.every(isShort)) return null
  const vocabulary = vocabularyOf(action, name)
  const words = values.map((one) => {
    const word = vocabulary ? VOCABULARIES[vocabulary](say, String(one)) : String(one)
    return word !== null && isRealDate(word) ? say('audit.details.day', { day: startOfDay(word).getTime() }) : word
  })
  return {
    text: words.map((word, at) => word ?? String(values[at])).join(say('dossier.and')),
    isInWords: !words.includes(null),
  }
}
