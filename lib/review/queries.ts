import 'server-only'
import { staffNames } from '@/lib/accounts/staff-names'
import { can, type PersonActor } from '@/lib/actor/actor'
import { isReadable } from '@/lib/checks/readable'
import { dateIn } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { isId } from '@/lib/core/ids'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import { database } from '@/lib/db/client'
import { Prisma } from '@/lib/db/generated/client'
import type { DocumentKind, PartKind, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { openReadings, type StoredReadings, storedReadings } from '@/lib/documents/readings/read-readings'
import { openContent, STORED_CONTENT, type StoredContent } from '@/lib/qualifications/content'
import { readSlots } from '@/lib/qualifications/files/read-slots'
import { isWaiting } from '@/lib/qualifications/lifecycle'
import { type PartRow, plannedPart } from '@/lib/qualifications/planned-part'
import { holdsClaim, isVisibleTo, mayReview } from '@/lib/qualifications/policy'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'
import { reasonsFor } from '@/lib/rulebook/reasons'
import { NEWEST_REASONS, newestReasons, rulebookOf } from '@/lib/rulebook/registry'
import { requiredGroups, requiredSlots } from '@/lib/rulebook/required-slots'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readBeside } from '@/lib/rulebook/warnings/differences'
import { type Claim, claimOf, NOT_SENT } from './claims/claims'
import { unreadIn } from './claims/unread'
import { correctableFields } from './decisions/correctable'
import type { JudgementDrafts } from './decisions/judgement-drafts'
import { type Carried, readCarried } from './decisions/read-carried'
import { type PastDecision, readDecisions } from './decisions/read-decisions'
import { type PreviousPart, readPrevious } from './decisions/read-previous'
import { openJudgementDrafts } from './decisions/save-judgement-drafts'
import { evidenceGroups } from './evidence-groups'
import { type LetterEvidence, readLetterEvidence } from './letter-evidence'
import { refusedPart } from './lifecycle'
import type { SavedPhrase } from './phrases/phrases'
import { openPhrases, type StoredPhrases, storedPhrases } from './phrases/read-phrases'
import { placesInLetters } from './places-in-letters'
import { isFree, mayRelease } from './policy'
import { type ReadInPicture, withPlaces } from './read-in-picture'
import { readSeenElsewhere, type SeenElsewhere } from './read-seen-elsewhere'
import { type FindingRow, type ShownFinding, type ShownPart, shownFinding, shownPart } from './shown-part'
import { spelledNames } from './spelled'
import { type TurnedPage, turnedPages } from './turned-pages'

/** The facts about one qualification that everyone who sees the queue may know. */
export type ReviewHead = {
  id: string
  reference: string
  kind: QualificationKind
  status: QualificationStatus
  revision: number
  queuedAt: Date | null
  decidedAt: Date | null
  /** The holder of a live claim; null when it has expired. The reader's own name isn't read. */
  holder: { id: string; name: string | null; isMe: boolean } | null
  canClaim: boolean
  /** Says whether the reader may release the claim. One who sent its decision undoes that first. */
  canRelease: boolean
  isUrgent: boolean
  /** Says whether the reader may change its urgency as a lead. */
  canSetUrgency: boolean
  /** Says whether it is of an account of the reader. */
  isOwn: boolean
  /** Says whether the reader sent its decision, and can still undo it. */
  isSent: boolean
}

/** One part as the workbench shows it: what is judged, what it is compared with, and the reasons to refuse it. */
export type ReviewPart = ShownPart & {
  id: string
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  /** Lists what the applicant was shown about it, and continued past. */
  findings: ShownFinding[]
  /** Lists what was read after the applicant submitted it: they were not shown that. */
  late: ShownFinding[]
  /** Other applications in which its numbers, codes, phones, sender signatures or files were submitted, newest first. */
  seenElsewhere: SeenElsewhere[]
  /** Accepted in an earlier revision: it isn't judged again. */
  carried: Carried | null
  /** The previous content, when the part is judged again. */
  previous: PreviousPart | null
  /** Codes of the reasons that it can be refused for. */
  reasons: string[]
  correctableFields: string[]
}

export type SeenPage = { fileId: string; page: number }

export type ReviewCase = Claim & {
  submissionId: string
  rulebookVersion: string
  /** The rules that name parts and fields. */
  rules: KindRules
  answers: Record<string, string>
  /** Holds what a machine read in the photographs, to show next to the declared answers, by their keys. */
  read: Record<string, ReadInPicture>
  /** Lists what a machine recognised on the pages of letters. */
  recognised: LetterEvidence[]
  /** Lists the pages that are shown turned, and by how many degrees, clockwise. */
  turned: TurnedPage[]
  /** Counts the files that no machine has read since the revision was submitted. */
  unread: number
  /** The reference of the approved qualification that it renews. */
  renews: string | null
  /** The meaning of the reasons, once for all parts. */
  catalogue: ReasonCatalogue
  /** Holds what this reviewer wrote about it and has not sent, by the ids of the parts. */
  drafts: JudgementDrafts
  /** The time at which they were saved last, in milliseconds by the database's clock; 0 when there are none. */
  draftsSavedAt: number
  /** Limits how long they can undo the decision that they send. */
  undoSeconds: number
  /** The pages, from 0, that this reviewer was shown in full in this revision. */
  seen: SeenPage[]
  /** The phrases that this reviewer saved for notes. */
  phrases: SavedPhrase[]
  /** Says how the reasons' Chinese names are typed in Latin letters, by their codes. */
  spelled: Record<string, string>
  /** Parts that are judged together are next to each other. */
  parts: ReviewPart[]
  history: PastDecision[]
}

export type ReadCase = { head: ReviewHead; opened: ReviewCase | null }

/**
 * Returns what the workbench shows. Only the holder of the claim gets `opened`: the declared values, the documents, and
 * what was decided before. Null when the person may not know of it.
 */
export async function readForReview(actor: PersonActor, id: string): Promise<ReadCase | null> {
  if (!isId(id) || !can(actor, 'review.queue')) return null
  const found = await findCase(actor, id)
  if (!found || !isVisibleTo(actor, found)) return null
  const isHeld = holdsClaim(actor, found, found.now) && !found.isSent
  const [head, opened] = await Promise.all([headOf(actor, found), isHeld ? openCase(actor, found) : null])
  return { head, opened }
}

/** Returns the live claim of a person, to which they can go back. */
export async function readCurrentClaim(actor: PersonActor): Promise<{ id: string; reference: string } | null> {
  const [claim] = await database().$queryRaw<{ id: string; reference: string }[]>`
    SELECT id::text, reference FROM qualifications
    WHERE status = 'IN_REVIEW' AND reviewer_id = ${actor.id}::uuid AND lease_ends_at > clock_timestamp()
      AND account_id <> ALL(${[...actor.accountIds]}::uuid[]) AND ${NOT_SENT}
    ORDER BY is_urgent DESC, queue_place, id
    LIMIT 1`
  return claim ?? null
}

type Found = {
  now: Date
  id: string
  reference: string
  kind: QualificationKind
  status: QualificationStatus
  accountId: string
  isTest: boolean
  reviewerId: string | null
  leaseEndsAt: Date | null
  firstSubmittedAt: Date | null
  queuedAt: Date
  decidedAt: Date | null
  isUrgent: boolean
  renewsId: string | null
  renews: string | null
  /** Says whether anything of it was decided before. */
  hasHistory: boolean
  /** The newest submitted revision. */
  submissionId: string
  revision: number
  rulebookVersion: string
  dataKeyId: string
  wrapped: Uint8Array<ArrayBuffer>
  keyringId: string
  /** The version of the reasons that were published last. */
  newestReasons: string | null
  /** Says whether the reader sent a decision that does not count yet. */
  isSent: boolean
  /** Null for everyone but the holder of the claim. */
  parts: (PartRow & { id: string; carriedFromId: string | null; findings: FindingRow[]; late: FindingRow[] })[] | null
  content: StoredContent | null
  readings: StoredReadings | null
  phrases: StoredPhrases | null
  draftsSealed: Uint8Array | null
  draftsSavedAt: Date | null
  seen: SeenPage[] | null
  unread: number
}

/** Matches the readings of the files that the content of the submission `s` has. */
const IN_ITS_DOCUMENTS = Prisma.sql`readings.file_id IN (
  SELECT g.file_id FROM documents d JOIN document_pages g ON g.document_id = d.id
  WHERE d.submission_id = s.id AND d.supplement_id IS NULL)`

/** Reads all that the workbench shows of one revision in one round trip, since a reviewer waits for each case. */
async function findCase(actor: PersonActor, id: string): Promise<Found | undefined> {
  const [found] = await database().$queryRaw<Found[]>`
    SELECT date_trunc('milliseconds', clock_timestamp()) AS now, q.id, q.reference, q.kind, q.status,
      q.account_id AS "accountId", a.is_test AS "isTest", q.reviewer_id AS "reviewerId", q.lease_ends_at AS "leaseEndsAt",
      q.first_submitted_at AS "firstSubmittedAt", q.queued_at AS "queuedAt", q.decided_at AS "decidedAt",
      q.is_urgent AS "isUrgent", q.renews_id AS "renewsId",
      (SELECT r.reference FROM qualifications r WHERE r.id = q.renews_id) AS renews,
      EXISTS (SELECT FROM decisions d JOIN submissions e ON e.id = d.submission_id WHERE e.qualification_id = q.id)
        AS "hasHistory",
      claim.sent AS "isSent", s.id AS "submissionId", s.revision, s.rulebook_version AS "rulebookVersion",
      k.id AS "dataKeyId", k.wrapped, k.keyring_id AS "keyringId",
      CASE WHEN held THEN to_jsonb(ARRAY(
        SELECT jsonb_build_object('id', p.id, 'kind', p.kind, 'fieldGroup', p.field_group,
          'senderSignatureId', p.sender_signature_id, 'carriedFromId', p.carried_from_id,
          'findings', ARRAY(
            SELECT jsonb_build_object('code', f.code, 'severity', f.severity, 'field', f.field)
            FROM shown_findings f WHERE f.part_id = p.id ORDER BY f.position),
          'late', ARRAY(
            SELECT jsonb_build_object('code', f.code, 'severity', f.severity, 'field', f.field)
            FROM late_findings f WHERE f.part_id = p.id ORDER BY f.position),
          'document', CASE WHEN d.id IS NOT NULL
            THEN jsonb_build_object('kind', d.kind, 'senderSignatureId', d.sender_signature_id) END)
        FROM parts p LEFT JOIN documents d ON d.id = p.document_id
        WHERE p.submission_id = s.id ORDER BY p.position)) END AS parts,
      CASE WHEN held THEN ${STORED_CONTENT} END AS content,
      CASE WHEN held THEN ${storedReadings(IN_ITS_DOCUMENTS)} END AS readings,
      CASE WHEN held THEN ${storedPhrases(actor.id)} END AS phrases,
      CASE WHEN held THEN ${NEWEST_REASONS} END AS "newestReasons",
      CASE WHEN held THEN (
        SELECT j.content_sealed FROM judgement_drafts j WHERE j.submission_id = s.id AND j.reviewer_id = q.reviewer_id
      ) END AS "draftsSealed",
      CASE WHEN held THEN (
        SELECT j.saved_at FROM judgement_drafts j WHERE j.submission_id = s.id AND j.reviewer_id = q.reviewer_id
      ) END AS "draftsSavedAt",
      CASE WHEN held THEN to_jsonb(ARRAY(
        SELECT jsonb_build_object('fileId', e.file_id, 'page', e.page)
        FROM seen_pages e WHERE e.submission_id = s.id AND e.reviewer_id = q.reviewer_id
        ORDER BY e.file_id, e.page)) END AS seen,
      (SELECT count(*)::int FROM late_readings l WHERE l.submission_id = s.id) AS unread
    FROM qualifications q
    JOIN data_keys k ON k.id = q.data_key_id
    JOIN accounts a ON a.id = q.account_id
    CROSS JOIN LATERAL (
      SELECT * FROM submissions WHERE qualification_id = q.id AND submitted_at IS NOT NULL ORDER BY revision DESC LIMIT 1
    ) s
    CROSS JOIN LATERAL (
      SELECT q.status = 'IN_REVIEW' AND q.reviewer_id = ${actor.id}::uuid AND q.lease_ends_at > clock_timestamp() AND NOT sent AS held, sent
      FROM (SELECT EXISTS (
        SELECT FROM pending_decisions p WHERE p.qualification_id = q.id AND p.reviewer_id = ${actor.id}::uuid
      ) AS sent) pending
    ) claim
    WHERE q.id = ${id}::uuid AND q.queued_at IS NOT NULL`
  return found
}

async function headOf(actor: PersonActor, found: Found): Promise<ReviewHead> {
  const { id, reference, kind, revision, queuedAt, decidedAt, reviewerId, now } = found
  const isFreeNow = isFree(found, now)
  const holderId = isFreeNow ? null : reviewerId
  const isMe = holderId === actor.id
  const name = holderId && !isMe ? ((await staffNames([holderId])).get(holderId) ?? null) : null
  return {
    id,
    reference,
    kind,
    status: isFreeNow ? 'SUBMITTED' : found.status,
    revision,
    queuedAt,
    decidedAt,
    holder: holderId ? { id: holderId, name, isMe } : null,
    canClaim: isFreeNow && mayReview(actor, found),
    canRelease: holderId !== null && !found.isSent && mayRelease(actor, found, now),
    isUrgent: found.isUrgent,
    canSetUrgency: can(actor, 'review.lead') && mayReview(actor, found) && isWaiting(found.status),
    isOwn: actor.accountIds.includes(found.accountId),
    isSent: found.isSent,
  }
}

async function openCase(actor: PersonActor, found: Found): Promise<ReviewCase | null> {
  const { id, kind, submissionId, accountId, revision, rulebookVersion, renewsId, renews } = found
  const { reviewerId, leaseEndsAt, now } = found
  if (!leaseEndsAt || !reviewerId || !found.parts || !found.content || !found.readings || !found.phrases) return null
  const key = await unwrapDataKey({ id: found.dataKeyId, wrapped: found.wrapped, keyringId: found.keyringId })
  const content = openContent(kind, submissionId, key, found.content)
  const [rulebook, catalogue, phrases, { pages: readings }, history] = await Promise.all([
    rulebookOf(rulebookVersion),
    newestReasons(found.newestReasons),
    openPhrases(found.phrases),
    openReadings(found.readings),
    found.hasHistory ? readDecisions(id, key) : [],
  ])
  const rules = rulesFor(rulebook, kind)
  const previousOf = await readPrevious({ id, kind, renewsId, revision, content, rulebook, history }, key)
  const slots = requiredSlots(rulebook, content)
  const fileIds = content.rows.flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  const ownAccountIds = actor.accountIds
  const about = { qualificationId: id, submissionId, accountId, rules, fileIds, ownAccountIds }
  const elsewhereOf = await readSeenElsewhere(about)
  const context = { today: dateIn(now), isReadable }
  const carried = await readCarried(found.parts.flatMap(({ carriedFromId }) => carriedFromId ?? []))

  const requiredKeys = new Set(requiredGroups(rulebook, content).flatMap(({ fields }) => fields.map(({ key }) => key)))
  /** Filters out what these answers don't require, which nobody can correct. */
  const isCorrectable = (key: string) => requiredKeys.has(key) || !isFieldOf(rules, key)
  const sampleIds = content.samples.map(({ id: sampleId }) => sampleId)
  const recognised = await readLetterEvidence(id, readings)
  const onPages = await placesInLetters(content, readings, recognised)
  const parts = found.parts.map((part): ReviewPart => {
    const shape = { ...part, documentKind: part.document?.kind ?? null }
    const planned = plannedPart(part)
    const shown = shownPart(rulebook, content, planned)
    return {
      id: part.id,
      kind: part.kind,
      fieldGroup: part.fieldGroup,
      documentKind: shape.documentKind,
      ...shown,
      seenElsewhere: elsewhereOf({ kind: part.kind, ...shown }),
      findings: part.findings.map((finding) => onPages(shownFinding(finding, sampleIds), shape.documentKind)),
      late: part.late.map((finding) => onPages(shownFinding(finding, sampleIds), shape.documentKind)),
      carried: part.carriedFromId ? (carried.get(part.carriedFromId) ?? null) : null,
      previous: part.carriedFromId ? null : previousOf(planned),
      reasons: reasonsFor(catalogue, kind, refusedPart(shape)).map(({ code }) => code),
      correctableFields: correctableFields(rules, shape).filter(isCorrectable),
    }
  })
  return {
    submissionId,
    ...claimOf(id, leaseEndsAt, now),
    rulebookVersion,
    rules,
    answers: content.fields,
    read: withPlaces(readBeside(rulebook, content, readSlots(content, slots, readings), context)),
    recognised,
    turned: await turnedPages(readings, parts),
    unread: unreadIn(found.unread),
    renews,
    catalogue,
    drafts: openJudgementDrafts(key, { submissionId, reviewerId, sealed: found.draftsSealed }),
    draftsSavedAt: found.draftsSavedAt?.getTime() ?? 0,
    undoSeconds: env().UNDO_SECONDS,
    seen: found.seen ?? [],
    phrases,
    spelled: spelledNames(catalogue),
    parts: evidenceGroups(parts).flatMap((group) => group.parts),
    history,
  }
}

/** Returns whether it is a field, and not `signature`, `signatures` or `samples`, which are always required. */
const isFieldOf = ({ groups }: KindRules, key: string): boolean =>
  groups.some(({ fields }) => fields.some((field) => field.key === key))
