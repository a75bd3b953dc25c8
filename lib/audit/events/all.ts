import type { z } from 'zod'
import type { SubjectKind } from '../define'
import { ACCESS_EVENTS } from './access'
import { ACCOUNT_EVENTS } from './accounts'
import { BACKUP_EVENTS } from './backup'
import { FACTOR_EVENTS } from './factors'
import { FIGURES_EVENTS } from './figures'
import { FILING_EVENTS } from './filings'
import { INCIDENT_EVENTS } from './incidents'
import { INTEGRATION_EVENTS } from './integrations'
import { KEY_EVENTS } from './keys'
import { MESSAGE_EVENTS } from './messages'
import { PRIVACY_EVENTS } from './privacy'
import { QUALIFICATION_EVENTS } from './qualifications'
import { REPORT_EVENTS } from './reports'
import { REVIEW_EVENTS } from './review'
import { RULE_EVENTS } from './rules'
import { VAULT_EVENTS } from './vault'

/** Every event there is. The union is closed: what is not here can't be recorded. */
export const EVENTS = [
  ...ACCOUNT_EVENTS,
  ...FACTOR_EVENTS,
  ...MESSAGE_EVENTS,
  ...RULE_EVENTS,
  ...QUALIFICATION_EVENTS,
  ...FILING_EVENTS,
  ...REVIEW_EVENTS,
  ...PRIVACY_EVENTS,
  ...ACCESS_EVENTS,
  ...INTEGRATION_EVENTS,
  ...REPORT_EVENTS,
  ...FIGURES_EVENTS,
  ...VAULT_EVENTS,
  ...BACKUP_EVENTS,
  ...KEY_EVENTS,
  ...INCIDENT_EVENTS,
] as const

type Definition = (typeof EVENTS)[number]

export type AuditAction = Definition['action']

type SubjectOf<K extends SubjectKind | null> = K extends 'AUDIT_LOG'
  ? { subjectId: null }
  : K extends null
    ? { subjectId: string | null }
    : { subjectId: string }

type EventOf<D extends Definition> = D extends Definition
  ? { action: D['action']; data: z.input<D['data']> } & SubjectOf<D['subjectKind']>
  : never

/** An event to be recorded. */
export type AuditEvent = EventOf<Definition>

const BY_ACTION = new Map<AuditAction, Definition>(EVENTS.map((definition) => [definition.action, definition]))

export const AUDIT_ACTIONS: readonly AuditAction[] = EVENTS.map(({ action }) => action)

export function definitionOf(action: AuditAction): Definition {
  const definition = BY_ACTION.get(action)
  if (!definition) throw new Error(`No such event: ${action}`)
  return definition
}
