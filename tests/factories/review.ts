import { randomBytes, randomUUID } from 'node:crypto'
import { sealPersonField } from '@/lib/accounts/person-fields'
import type { PersonActor } from '@/lib/actor/actor'
import { APPLICANT_CAPABILITIES, type Capability, capabilitiesOf } from '@/lib/actor/capabilities'
import { MINUTE } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import { createDataKey } from '@/lib/crypto/data-keys'
import { seal } from '@/lib/crypto/fields'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { Prisma } from '@/lib/db/generated/client'
import type { DocumentKind, QualificationStatus, StaffRole } from '@/lib/db/generated/enums'
import { withFreeReference } from '@/lib/qualifications/draft/new-draft'
import { samplePlace, sealedField, sealedSignature } from '@/lib/qualifications/sealed'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import type { DecideQualificationInput } from '@/lib/review/schemas'
import type { DraftContent } from '@/lib/rulebook/answers'
import { makeReference } from '@/lib/rulebook/checks/reference'
import { currentLetterVersion } from '@/lib/rulebook/letters/registry'
import { currentRulebook } from '@/lib/rulebook/registry'
import { partsOf } from '@/lib/rulebook/requirements'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { agreeToAll } from './consents'
import { seeAll, submit } from './journey'
import { aStoredFile, IDENTITY, INDIVIDUAL_DOCUMENTS, PHONE, photographAgain, USE } from './qualifications'

/** People and rows are new for each test, so that tests share a database without sharing data. */

async function aPerson(capabilities: readonly Capability[], roles: StaffRole[], accountIds: string[], name?: string) {
  return transaction(async (tx): Promise<PersonActor> => {
    const id = newId()
    const { id: dataKeyId, key } = await createDataKey(tx)
    await tx.user.create({
      data: {
        id,
        dataKeyId,
        nameSealed: name ? sealPersonField(key, id, 'name_sealed', name) : null,
        emailIndex: name ? randomBytes(32) : null,
        roles: { create: roles.map((role) => ({ role })) },
        memberships: { create: accountIds.map((accountId) => ({ accountId })) },
      },
    })
    const [accountId] = accountIds
    if (accountId) await agreeToAll(tx, id, accountId)
    const factors = [{ factor: 'TOTP' as const, at: await databaseTime(tx) }]
    const session = { sessionId: randomUUID(), audience: 'STAFF', assurance: { factors } } as const
    return { kind: 'PERSON', id, ...session, accountIds, capabilities }
  })
}

type Staff = { roles?: StaffRole[]; name?: string; accountIds?: string[] }

/** Creates a member of staff; with accounts, they are an applicant too. */
export function someStaff({
  roles = ['REVIEWER'],
  name = '审核员甲',
  accountIds = [],
}: Staff = {}): Promise<PersonActor> {
  const own = accountIds.length > 0 ? APPLICANT_CAPABILITIES : []
  return aPerson([...own, ...capabilitiesOf(roles)], roles, accountIds, name)
}

export async function anApplicant({ isTest = false } = {}): Promise<PersonActor & { accountId: string }> {
  const { id: accountId } = await database().account.create({ data: { isTest } })
  return { ...(await aPerson(APPLICANT_CAPABILITIES, [], [accountId])), accountId }
}

const FIELDS: Record<string, string> = { ...IDENTITY, 'contact.phone': PHONE, ...USE }

type Given = {
  applicant?: PersonActor & { accountId: string }
  /** Returns the time that many minutes ago. */
  queuedMinutesAgo?: number
  fields?: Record<string, string>
  signatures?: string[]
  /** Counts the pages of the letter, which is one file. */
  letterPages?: number
  /** Sets more columns of its row, as submitting does. */
  row?: Pick<Prisma.QualificationUncheckedUpdateInput, 'isUrgent' | 'purposes' | 'organisationType' | 'isOnBehalf'>
  /** Its signatures are those that a principal authorised. */
  isAuthorised?: boolean
}

/** Creates an individual's qualification that is submitted and waits in the queue. */
export async function aSubmittedQualification({ queuedMinutesAgo = 10, ...given }: Given = {}) {
  const applicant = given.applicant ?? (await anApplicant())
  return withFreeReference(async (tx) => {
    const now = await databaseTime(tx)
    const queuedAt = new Date(now.getTime() - queuedMinutesAgo * MINUTE)
    const { id: dataKeyId, key } = await createDataKey(tx)
    const rulebook = await currentRulebook(tx)
    const id = newId()
    const submissionId = newId()
    await tx.qualification.create({
      data: {
        id,
        reference: makeReference(now, randomBytes(5)),
        accountId: applicant.accountId,
        createdById: applicant.id,
        kind: 'INDIVIDUAL',
        dataKeyId,
        submissions: {
          create: {
            id: submissionId,
            revision: 1,
            rulebookVersion: rulebook.version,
            letterVersion: await currentLetterVersion(tx),
          },
        },
      },
    })
    const fields = { ...FIELDS, ...given.fields }
    const rules = rulesFor(rulebook, 'INDIVIDUAL').groups.flatMap((group) => group.fields)
    for (const rule of rules) {
      await tx.declaredField.create({ data: await sealedField(key, submissionId, rule, fields[rule.key] ?? '') })
    }
    const signatures = (given.signatures ?? ['小明书屋']).map((text) => ({
      id: newId(),
      source: 'OWN_NAME' as const,
      text,
      isOnBehalf: given.isAuthorised ?? false,
    }))
    for (const [position, signature] of signatures.entries()) {
      await tx.senderSignature.create({ data: await sealedSignature(key, submissionId, signature, position) })
    }
    const sampleId = newId()
    const sampleText = '【小明书屋】您订的书到了。'
    const textSealed = seal(key, samplePlace(sampleId), sampleText)
    await tx.sampleMessage.create({ data: { id: sampleId, submissionId, position: 0, textSealed } })
    const documentIds = new Map<DocumentKind, string>()
    for (const kind of INDIVIDUAL_DOCUMENTS) {
      const pageCount = kind === 'COMMITMENT_LETTER' ? (given.letterPages ?? 1) : 1
      documentIds.set(kind, await aDocument(tx, applicant, { submissionId, kind, pageCount }))
    }

    const content: DraftContent = {
      kind: 'INDIVIDUAL',
      fields,
      documents: INDIVIDUAL_DOCUMENTS.map((kind) => ({ kind, senderSignatureId: null, fileCount: 1 })),
      signatures,
      samples: [{ id: sampleId, text: sampleText }],
    }
    await tx.part.createMany({
      data: partsOf(rulebook, content).map((part, position) => ({
        submissionId,
        position,
        kind: part.kind,
        fieldGroup: part.kind === 'FIELDS' ? part.fieldGroup : null,
        documentId: part.kind === 'DOCUMENT' ? (documentIds.get(part.documentKind) ?? null) : null,
        senderSignatureId: part.kind === 'SENDER_SIGNATURE' ? part.senderSignatureId : null,
      })),
    })
    await tx.submission.update({
      where: { id: submissionId },
      data: { submittedById: applicant.id, submittedAt: queuedAt },
    })
    const qualification = await tx.qualification.update({
      where: { id },
      data: { status: 'SUBMITTED', queuedAt, queuePlace: queuedAt, firstSubmittedAt: queuedAt, ...given.row },
    })
    const parts = await tx.part.findMany({
      where: { submissionId },
      orderBy: { position: 'asc' },
      include: { document: true },
    })
    return { applicant, qualification, submissionId, parts }
  })
}

async function aDocument(
  tx: Tx,
  applicant: PersonActor & { accountId: string },
  { submissionId, kind, pageCount }: { submissionId: string; kind: DocumentKind; pageCount: number },
) {
  const fileId = await aStoredFile(tx, { accountId: applicant.accountId, uploadedById: applicant.id, pageCount })
  const document = await tx.document.create({
    data: { submissionId, kind, pages: { create: { fileId, position: 0 } } },
  })
  return document.id
}

/** Creates the same, claimed, and each page looked at. With `leaseMinutes` below zero the claim has expired. */
export async function aClaimedQualification(given: Given & { reviewer?: PersonActor; leaseMinutes?: number } = {}) {
  const reviewer = given.reviewer ?? (await someStaff())
  const made = await aSubmittedQualification(given)
  const now = await databaseTime()
  const qualification = await database().qualification.update({
    where: { id: made.qualification.id },
    data: {
      status: 'IN_REVIEW' satisfies QualificationStatus,
      reviewerId: reviewer.id,
      claimedAt: now,
      leaseEndsAt: new Date(now.getTime() + (given.leaseMinutes ?? 15) * MINUTE),
    },
  })
  await seeAll(reviewer, qualification.id)
  return { ...made, reviewer, qualification }
}

/** Returns one judgement of each open part: accepted, except for the letter where a reason is given against it. */
export function judgementsOf(
  parts: readonly { id: string; carriedFromId?: string | null; document?: { kind: DocumentKind } | null }[],
  reason?: string,
): DecideQualificationInput['parts'] {
  const accepted = { verdict: 'ACCEPTED' as const, reasons: [], correction: null, correctionField: null, note: null }
  return parts
    .filter(({ carriedFromId = null }) => carriedFromId === null)
    .map(({ id: partId, document }) =>
      reason && document?.kind === 'COMMITMENT_LETTER'
        ? { ...accepted, partId, verdict: 'REFUSED', reasons: [reason], correction: 'PICTURE', note: '请重新拍摄' }
        : { ...accepted, partId },
    )
}

/**
 * Creates a claimed one whose letter was refused, replaced, submitted again and claimed by the same reviewer: revision
 * 2.
 */
export async function aSecondRevision(given: Parameters<typeof aClaimedQualification>[0] = {}) {
  const first = await aClaimedQualification(given)
  const { reviewer, applicant } = first
  const { id } = first.qualification
  const parts = judgementsOf(first.parts, 'BLURRED')
  await decideQualification(reviewer, { qualificationId: id, revision: 1, parts })
  const fileId = await photographAgain(applicant, id)
  await submit(applicant, id)
  await claimQualification(reviewer, { qualificationId: id })
  await seeAll(reviewer, id)
  const submission = await database().submission.findFirstOrThrow({
    where: { qualificationId: id, revision: 2 },
    include: { parts: { orderBy: { position: 'asc' }, include: { document: true } } },
  })
  const qualification = await database().qualification.findUniqueOrThrow({ where: { id } })
  return { ...first, first, qualification, submissionId: submission.id, parts: submission.parts, fileId }
}

/** The columns that remain of a claim when it is over. */
export const unclaimed = { reviewerId: null, claimedAt: null, leaseEndsAt: null }
