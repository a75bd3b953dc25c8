import 'server-only'
import type { DossierWords } from './dossier-words'
import type { Naming } from './naming'
import type { DossierEvent } from './read-activity'
import type { Dossier } from './read-dossier'

/** What events hold, where a sentence tells of it. */
type Data = Partial<{
  reason: string | null
  because: string
  isUrgent: boolean
  isMasked: boolean
  withPictures: boolean
  revision: number
  kind: string
  from: string
  to: string
  carrier: string
  senderSignatureId: string
  extensionNumber: string | null
  leaseEndsAt: string
  reviewerId: string
  files: unknown[] | number
  parts: { verdict: string }[]
  validUntil: string
  endsAt: string
  scopes: string[]
  cause: string
  fields: string[]
  rulebookVersion: string
}>

type Context = { words: DossierWords; naming: Naming; dossier: Pick<Dossier, 'filings' | 'turns'> }
type Tell = (data: Data, context: Context) => string[]

/** What was done in plain words, and below it what else there is to say of it. An act without words of its own has the log's. */
export function eventLines(event: DossierEvent, context: Context): string[] {
  const { say } = context.words
  const tell = TELL[event.action]
  if (tell) return tell(event.data as Data, context)
  return [say(`audit.actions.${event.action}`)]
}

const revisionIs = ({ revision = 0 }: Data) => ({ revision })

const handedIn: Tell = (data, { words: { say } }) => [
  say('dossier.events.submitted', { ...revisionIs(data), files: Array.isArray(data.files) ? data.files.length : 0 }),
  say('dossier.events.submittedUnder', { rulebook: data.rulebookVersion ?? '' }),
]

const decided: Tell = (data, { words: { say } }) => {
  const count = (verdict: string) => data.parts?.filter((part) => part.verdict === verdict).length ?? 0
  return [
    say('dossier.events.decided', { ...revisionIs(data), outcome: say(`common.status.${data.to}`) }),
    say('dossier.events.decidedParts', { accepted: count('ACCEPTED'), refused: count('REFUSED') }),
  ]
}

const changedStanding =
  (kind: string): Tell =>
  ({ reason }, { words: { say } }) => [
    say(`cases.turns.kinds.${kind}`),
    ...(reason ? [say('dossier.events.because', { reason: say(`standing.reasons.${reason}.name`) })] : []),
  ]

const exportReason = ({ reason }: Data, { words: { say } }: Context) =>
  reason ? [say('dossier.events.because', { reason: say(`cases.exporting.reasons.${reason}`) })] : []

const TELL: Readonly<Partial<Record<DossierEvent['action'], Tell>>> = {
  'qualification.submitted': handedIn,
  'review.decided': decided,
  'review.claimed': (data, { words: { say, time } }) => [
    say('dossier.events.claimed', revisionIs(data)),
    ...(data.leaseEndsAt ? [say('dossier.events.claimedUntil', { time: time(new Date(data.leaseEndsAt)) })] : []),
  ],
  'review.released': (data, { words: { say } }) => [say('dossier.events.released', revisionIs(data))],
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
    say('cases.turns.kinds.EXPIRED'),
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
  'qualification.declared_shown': (data, context) => [
    context.words.say('dossier.events.shown', revisionIs(data)),
    (data.fields ?? []).map(context.naming.fieldName).join(context.words.say('dossier.and')),
    ...exportReason(data, context),
  ],
}
