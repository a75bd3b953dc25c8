import 'server-only'
import type { AuditAction, AuditEvent } from '@/lib/audit/events/all'
import { eventKey } from '../event-key'
import type { DossierWords } from './dossier-words'
import type { Naming } from './naming'
import type { DossierEvent } from './read-activity'
import type { Dossier } from './read-dossier'

/** An event has these data; an event of an earlier version may lack some of them. */
type DataOf<A extends AuditAction> = Partial<Extract<AuditEvent, { action: A }>['data']>

type Context = { words: DossierWords; naming: Naming; dossier: Pick<Dossier, 'filings' | 'statusChanges'> }
type Describe<A extends AuditAction> = (data: DataOf<A>, context: Context) => string[]

/** Returns what was done in plain words, then its details. An event without words of its own has those of the log. */
export function eventLines(event: DossierEvent, context: Context): string[] {
  const { say } = context.words
  const writeLines = DESCRIBE[event.action] as Describe<AuditAction> | undefined
  return writeLines?.(event.data as DataOf<AuditAction>, context) ?? [say(`audit.${eventKey(event.action)}`)]
}

const revisionIs = ({ revision = 0 }: { revision?: number }) => ({ revision })

const submitted: Describe<'qualification.submitted'> = (data, { words: { say } }) => [
  say('dossier.events.submitted', { ...revisionIs(data), files: data.files?.length ?? 0 }),
  say('dossier.events.submittedUnder', { rulebook: data.rulebookVersion ?? '' }),
]

const decided: Describe<'review.decided'> = (data, { words: { say } }) => {
  const count = (verdict: string) => data.parts?.filter((part) => part.verdict === verdict).length ?? 0
  return [
    say('dossier.events.decided', { ...revisionIs(data), outcome: say(`common.status.${data.to}`) }),
    say('dossier.events.decidedParts', { accepted: count('ACCEPTED'), refused: count('REFUSED') }),
  ]
}

const changedStanding =
  (kind: 'SUSPENDED' | 'RESUMED' | 'REVOKED'): Describe<'qualification.suspended'> =>
  ({ reason }, { words: { say } }) => [
    say(`cases.statusChanges.kinds.${kind}`),
    ...(reason ? [say('dossier.events.because', { reason: say(`standing.reasons.${reason}.name`) })] : []),
  ]

const exportReason = ({ reason }: { reason?: string | null }, { words: { say } }: Context) =>
  reason ? [say('dossier.events.because', { reason: say(`cases.exporting.reasons.${reason}`) })] : []

const DESCRIBE: { readonly [A in AuditAction]?: Describe<A> } = {
  'qualification.submitted': submitted,
  'review.decided': decided,
  'review.claimed': (data, { words: { say, time } }) => [
    say('dossier.events.claimed', revisionIs(data)),
    ...(data.leaseEndsAt ? [say('dossier.events.claimedUntil', { time: time(new Date(data.leaseEndsAt)) })] : []),
  ],
  'review.released': (data, { words: { say } }) => [
    say('dossier.events.released', revisionIs(data)),
    ...(data.reason
      ? [say('dossier.events.because', { reason: say(`review.case.releaseReasons.${data.reason}`) })]
      : []),
  ],
  'review.claim_lapsed': (data, { words: { say } }) => [
    say('dossier.events.claimLapsed', revisionIs(data)),
    say(`dossier.events.lapses.${data.because}`),
  ],
  'review.urgency_set': ({ isUrgent }, { words: { say } }) => [
    say(`dossier.events.${isUrgent ? 'urgent' : 'notUrgent'}`),
  ],
  'qualification.suspended': changedStanding('SUSPENDED'),
  'qualification.resumed': changedStanding('RESUMED'),
  'qualification.revoked': changedStanding('REVOKED'),
  'qualification.expired': ({ validUntil }, { words: { say, day } }) => [
    say('cases.statusChanges.kinds.EXPIRED'),
    ...(validUntil ? [say('dossier.events.validUntil', { date: day(new Date(validUntil)) })] : []),
  ],
  'qualification.reminded': ({ endsAt }, { words: { say, day } }) => [
    say('audit.actions.qualification.reminded'),
    ...(endsAt ? [say('dossier.events.endsAt', { date: day(new Date(endsAt)) })] : []),
  ],
  'qualification.erased': ({ scopes = [], cause }, { words: { say } }) => [
    say('dossier.events.erased', {
      what: scopes.map((scope) => say(`retention.scopes.${scope}`)).join(say('dossier.and')),
    }),
    ...(cause ? [say(`retention.erasures.causes.${cause}`)] : []),
  ],
  'filing.changed': (data, { words: { say }, dossier: { filings } }) => {
    const filed = filings.find(({ senderSignatureId }) => senderSignatureId === data.senderSignatureId)
    return [
      say('dossier.events.filing', {
        carrier: say(`filings.carriers.${data.carrier}`),
        from: say(`filings.states.${data.from}`),
        to: say(`filings.states.${data.to}`),
      }),
      ...(filed?.text ? [`【${filed.text}】`] : []),
    ]
  },
  'document.exported': (data, context) => [
    context.words.say('dossier.events.original', {
      ...revisionIs(data),
      name: context.naming.partName({
        kind: 'DOCUMENT',
        documentKind: (data.kind ?? null) as never,
        fieldGroup: null,
        signature: null,
      }),
    }),
    ...exportReason(data, context),
  ],
  'qualification.dossier_exported': (data, context) => [
    context.words.say(`dossier.events.${data.isMasked ? 'maskedDossier' : 'fullDossier'}`),
    ...exportReason(data, context),
  ],
  'qualification.declared_read': (data, context) => [
    context.words.say('dossier.events.shown', revisionIs(data)),
    (data.fields ?? []).map(context.naming.fieldName).join(context.words.say('dossier.and')),
  ],
  'qualification.declared_shown': (data, context) => [
    context.words.say('dossier.events.shown', revisionIs(data)),
    (data.fields ?? []).map(context.naming.fieldName).join(context.words.say('dossier.and')),
    ...exportReason(data, context),
  ],
}
