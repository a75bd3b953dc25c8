import type { AuditAction } from '@/lib/audit/events/all'
import type en from '@/lib/core/languages/messages/en/audit.json'
import type zh from '@/lib/core/languages/messages/zh-CN/audit.json'

/** Lists the paths to each sentence of a message file. */
export type Paths<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string]

/** Lists the events that have words in each language. */
type Worded = Paths<(typeof en)['actions']> & Paths<(typeof zh)['actions']>

/**
 * Returns the key, within `audit`, of an event's words. It fails to compile while an event has no words in a language.
 */
export const eventKey = (action: AuditAction): `actions.${Worded}` => `actions.${action}`
