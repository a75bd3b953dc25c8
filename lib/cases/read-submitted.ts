import 'server-only'
import { maskedPhoneOf } from '@/lib/accounts/members/phones'
import type { AccountActor } from '@/lib/actor/actor'
import { type Turned, turnsOf } from '@/lib/checks/upright'
import { isId } from '@/lib/core/ids'
import { dataKeyIfStored } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { DocumentKind, Outcome } from '@/lib/db/generated/enums'
import { readFileNames } from '@/lib/documents/read-file-names'
import { readReadings } from '@/lib/documents/readings/read-readings'
import { readContent, type SubmissionContent } from '@/lib/qualifications/content'
import type { DraftPage } from '@/lib/qualifications/draft/read-draft'
import { ownedBy } from '@/lib/qualifications/policy'
import { turnsOfPlaces } from '@/lib/qualifications/turned-places'
import { rulebookOf } from '@/lib/rulebook/registry'
import { requiredGroups } from '@/lib/rulebook/required-slots'
import type { FieldGroup, KindRules, Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { inRulebookOrder } from './story-declared'
import { readRounds, type StoryPart } from './story-rounds'

/** Holds a slot of a submitted revision, with its files in order. The name of an erased file is unknown, and empty. */
export type SubmittedDocument = {
  id: string
  kind: DocumentKind
  /** The text of the sender signature that it is evidence of. */
  signatureText: string | null
  pages: DraftPage[]
}

export type SubmittedContent = {
  fields: Readonly<Record<string, string>>
  groups: FieldGroup[]
  signatures: SubmissionContent['signatures']
  samples: string[]
  documents: SubmittedDocument[]
}

/** One revision as it was submitted, for the people who submitted it: reviewers have no names in it. */
/** A part as its applicant may know it: they were not shown what was read late. */
export type OwnPart = Omit<StoryPart, 'late'> & {
  /** Degrees, clockwise, by which the picture of its place is shown turned. */
  turned: Turned
}

export type SubmittedCopy = {
  id: string
  reference: string
  /** Lists the numbers of all submitted revisions, oldest first. */
  revisions: number[]
  submissionId: string
  revision: number
  submittedAt: Date
  /** The phone is masked; it is null once the person was erased. `client` names the key of a system of the platform. */
  submittedBy: { id: string | null; isSelf: boolean; phone: string | null; client: string | null }
  rulebookVersion: string
  letterVersion: string
  /** When its documents and what was declared were erased. */
  erased: { documents: Date | null; details: Date | null }
  rules: KindRules
  /** Gives the last decision on it. */
  decision: { outcome: Outcome; decidedAt: Date } | null
  parts: OwnPart[]
  /** Null once the details were erased. */
  content: SubmittedContent | null
}

const INCLUDE = {
  submissions: {
    where: { submittedAt: { not: null } },
    orderBy: { revision: 'asc' },
    include: { submittedByKey: { select: { name: true } } },
  },
} satisfies Prisma.QualificationInclude

/**
 * Returns what one revision of the actor's own application contained when it was submitted, and what was concluded
 * about each of its parts. Null when it isn't theirs, or wasn't submitted.
 *
 * @param revision its number, as an address contains it
 */
export async function readSubmitted(
  actor: AccountActor,
  { qualificationId: id, revision }: { qualificationId: string; revision: string },
): Promise<SubmittedCopy | null> {
  if (!isId(id)) return null
  const found = await database().qualification.findFirst({
    where: { AND: [{ id }, ownedBy(actor)] },
    include: INCLUDE,
  })
  const submission = found?.submissions.find((one) => String(one.revision) === revision)
  if (!found || !submission?.submittedAt) return null
  const { id: submissionId, submittedAt, rulebookVersion, letterVersion } = submission
  const key = await dataKeyIfStored(database(), found.dataKeyId)
  const rulebook = await rulebookOf(rulebookVersion)
  const [rounds, submittedBy, content] = await Promise.all([
    readRounds(id, key),
    submitterOf(actor, submission),
    key && contentOf(rulebook, await readContent(database(), found.kind, submissionId, key)),
  ])
  const round = rounds.find((one) => one.id === submissionId)
  const turnOf = await turnsOfPlaces(round?.parts.map(({ place }) => place) ?? [])
  return {
    ...{ id, reference: found.reference, revisions: found.submissions.map((one) => one.revision) },
    ...{ submissionId, revision: submission.revision, submittedAt, submittedBy, rulebookVersion, letterVersion },
    erased: { documents: found.documentsErasedAt, details: found.detailsErasedAt },
    rules: rulesFor(rulebook, found.kind),
    decision: round?.decision ? { outcome: round.decision.outcome, decidedAt: round.decision.decidedAt } : null,
    parts: (round?.parts ?? []).map(({ late: _late, ...part }) => ({ ...part, turned: turnOf(part.place) })),
    content,
  }
}

async function submitterOf(
  { id: self }: AccountActor,
  {
    submittedById: id,
    submittedByKey,
  }: Prisma.QualificationGetPayload<{ include: typeof INCLUDE }>['submissions'][number],
): Promise<SubmittedCopy['submittedBy']> {
  const person = id ? await database().user.findUnique({ where: { id }, include: { dataKey: true } }) : null
  const phone = person && (await maskedPhoneOf(person))
  return { id, isSelf: id === self, phone, client: submittedByKey?.name ?? null }
}

async function contentOf(rulebook: Rulebook, content: SubmissionContent): Promise<SubmittedContent> {
  const { fields, signatures, samples, rows } = content
  const fileIds = rows.flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  const [names, readings] = await Promise.all([readFileNames(fileIds), readReadings(database(), fileIds)])
  return {
    fields,
    groups: requiredGroups(rulebook, content),
    signatures,
    samples: samples.map(({ text }) => text),
    documents: inRulebookOrder(rulebook, content).map(({ id, kind, senderSignatureId, pages }) => ({
      ...{ id, kind },
      signatureText: signatures.find((signature) => signature.id === senderSignatureId)?.text ?? null,
      pages: pages.map(({ fileId, file: { size, width, height, pageCount, sha256 } }) => ({
        ...{ fileId, name: names.get(fileId) ?? '', size, width, height, pageCount },
        sha256: Buffer.from(sha256).toString('hex'),
        turned: turnsOf(readings.pages.get(fileId)),
      })),
    })),
  }
}
