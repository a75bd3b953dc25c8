import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { database, databaseTime } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import { mayRenew, mayWithdraw } from '@/lib/qualifications/lifecycle'
import { placeOf } from '@/lib/qualifications/outlined-place'
import { rectangleOf } from '@/lib/qualifications/outlined-rectangle'
import { visibleTo } from '@/lib/qualifications/policy'
import { RENEWAL, triesAgainOn } from '@/lib/qualifications/queries'
import type { Bilingual } from '@/lib/rulebook/bilingual'
import { partName } from '@/lib/rulebook/part-names'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'
import { isFinal, shownReasons } from '@/lib/rulebook/reasons'
import { reasonsOf } from '@/lib/rulebook/registry'
import { bilingualWords } from '../bilingual-words'
import type { Application } from './schemas'
import { SUMMARY_ROW, summaryOf } from './summary'

const PART = {
  include: {
    document: { select: { kind: true, senderSignature: { select: { position: true } } } },
    senderSignature: { select: { position: true } },
    judgements: { select: { verdict: true } },
  },
} as const

const INCLUDE = {
  ...SUMMARY_ROW,
  renewals: RENEWAL,
  statusChanges: { orderBy: [{ at: 'desc' }, { id: 'desc' }], where: { kind: { in: ['SUSPENDED', 'REVOKED'] } } },
} satisfies Prisma.QualificationInclude

const SUBMISSION = {
  parts: { orderBy: { position: 'asc' }, ...PART },
  signatures: { orderBy: { position: 'asc' }, include: { filings: { orderBy: { carrier: 'asc' } } } },
  decisions: {
    orderBy: { look: 'desc' },
    take: 1,
    include: {
      judgements: {
        where: { verdict: 'REFUSED' },
        orderBy: { part: { position: 'asc' } },
        include: { part: PART },
      },
    },
  },
} satisfies Prisma.SubmissionInclude

type Submission = Prisma.SubmissionGetPayload<{ include: typeof SUBMISSION }>
type Part = Submission['parts'][number]
type Both = Awaited<ReturnType<typeof bilingualWords>>

/** Returns a qualification as a client reads it, without anything that was declared. Null when it is none of theirs. */
export async function readApplication(client: ClientActor, id: string): Promise<Application | null> {
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, visibleTo(client)] },
    include: INCLUDE,
  })
  if (!found) return null
  const [now, both, submissions] = await Promise.all([
    databaseTime(),
    bilingualWords(),
    database().submission.findMany({
      where: { qualificationId: id },
      orderBy: { revision: 'asc' },
      include: SUBMISSION,
    }),
  ])
  const newest = submissions.at(-1)
  const rulebook = newest?.rulebookVersion ?? ''
  const summary = summaryOf(found, now)
  const decisions = submissions.map((submission) => decisionsOf(both, submission))
  return {
    ...summary,
    rulebook,
    parts: newest?.parts.map((part) => ({ ...namedPart(both, part), verdict: verdictOf(part) })) ?? [],
    decisions: (await Promise.all(decisions)).flat(),
    signatures: newest?.signatures.map(signatureOf) ?? [],
    standing: standingOf(summary.status, found.statusChanges),
    mayTryAgainOn: await triesAgainOn(found, rulebook),
    may: { withdraw: mayWithdraw(summary.status), renew: found.renewals.length === 0 && mayRenew(found, now) },
  }
}

/** Returns the verdict on a part; what was accepted before is not judged again. */
const verdictOf = ({ carriedFromId, judgements: [judgement] }: Part) =>
  carriedFromId ? 'ACCEPTED' : (judgement?.verdict ?? null)

function namedPart(both: Both, { kind, fieldGroup, document, senderSignature }: Omit<Part, 'judgements'>) {
  const documentKind = document?.kind ?? null
  const position = (senderSignature ?? document?.senderSignature)?.position
  const name: Bilingual = both((say) => partName(say, { kind, fieldGroup, documentKind }))
  return { kind, fieldGroup, documentKind, signature: position === undefined ? null : position + 1, name }
}

async function decisionsOf(both: Both, { revision, decisions }: Submission): Promise<Application['decisions']> {
  return Promise.all(
    decisions.map(async ({ outcome, decidedAt, reasonsVersion, judgements }) => {
      const catalogue = await reasonsOf(reasonsVersion)
      return {
        ...{ revision, outcome, decidedAt: decidedAt.toISOString() },
        refused: judgements.map(({ part, reasons, correction, correctionField, noteSealed, ...judgement }) => ({
          ...namedPart(both, part),
          reasons: reasonsIn(catalogue, reasons),
          ...{ correct: correction, correctField: correctionField },
          ...{ place: rectangleIn(judgement), hasNote: noteSealed !== null },
        })),
      }
    }),
  )
}

function rectangleIn(judgement: Parameters<typeof placeOf>[0]) {
  const place = placeOf(judgement)
  return place && { page: place.page, ...rectangleOf(place) }
}

const reasonsIn = (catalogue: ReasonCatalogue, codes: readonly string[]) =>
  shownReasons(catalogue, codes).map(({ code, name, howToCorrect }) => {
    return { code, name, howToCorrect, isFinal: isFinal(catalogue, code) }
  })

function signatureOf({ id, source, isOnBehalf, filings }: Submission['signatures'][number]) {
  return {
    ...{ id, source, isOnBehalf },
    filings: filings.map(({ carrier, state, extensionNumber }) => ({ carrier, state, extensionNumber })),
  }
}

function standingOf(
  status: Application['status'],
  changes: readonly { kind: string; reason: NonNullable<Application['standing']>['reason']; at: Date }[],
): Application['standing'] {
  const change = changes.find(({ kind }) => kind === status)
  return change ? { reason: change.reason, at: change.at.toISOString() } : null
}
