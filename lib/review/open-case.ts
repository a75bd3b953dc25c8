import 'server-only'
import type { PersonActor } from '@/lib/actor/actor'
import { isReadable } from '@/lib/checks/readable'
import { dateIn } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { unwrapDataKey } from '@/lib/crypto/data-keys'
import type { DocumentKind, PartKind, QualificationKind, QualificationStatus } from '@/lib/db/generated/enums'
import { openReadings, type StoredReadings } from '@/lib/documents/readings/read-readings'
import { openContent, type StoredContent } from '@/lib/qualifications/content'
import { readSlots } from '@/lib/qualifications/files/read-slots'
import { type PartRow, plannedPart } from '@/lib/qualifications/planned-part'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'
import { reasonsFor } from '@/lib/rulebook/reasons'
import { newestReasons, rulebookOf } from '@/lib/rulebook/registry'
import { requiredGroups, requiredSlots } from '@/lib/rulebook/required-slots'
import type { KindRules } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import { readBeside } from '@/lib/rulebook/warnings/differences'
import { type Claim, claimOf } from './claims/claims'
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
import { openPhrases, type StoredPhrases } from './phrases/read-phrases'
import { placesInLetters } from './places-in-letters'
import { type ReadInPicture, withPlaces } from './read-in-picture'
import { readSeenElsewhere, type SeenElsewhere } from './read-seen-elsewhere'
import { type FindingRow, type ShownFinding, type ShownPart, shownFinding, shownPart } from './shown-part'
import { spelledNames } from './spelled'
import { type TurnedPage, turnedPages } from './turned-pages'

/**
 * Describes one part as the workbench shows it: what is judged, what it is compared with, and the reasons to refuse it.
 */
export type ReviewPart = ShownPart & {
  id: string
  kind: PartKind
  fieldGroup: string | null
  documentKind: DocumentKind | null
  /** Lists what the applicant was shown about it, and continued past. */
  findings: ShownFinding[]
  /** Lists what was read after the applicant submitted it: they were not shown that. */
  late: ShownFinding[]
  /**
   * Other applications in which its numbers, codes, phones, sender signatures or files were submitted, newest first.
   */
  seenElsewhere: SeenElsewhere[]
  /** Says that it was accepted in an earlier revision: it isn't judged again. */
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
  /** Holds the rules that name parts and fields. */
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
  /** Gives the reference of the approved qualification that it renews. */
  renews: string | null
  /** Explains the reasons, once for all parts. */
  catalogue: ReasonCatalogue
  /** Holds what this reviewer wrote about it and has not sent, by the ids of the parts. */
  drafts: JudgementDrafts
  /** The time at which they were saved last, in milliseconds by the database's clock; 0 when there are none. */
  draftsSavedAt: number
  /** Limits how long they can undo the decision that they send. */
  undoSeconds: number
  /** The pages, from 0, that this reviewer was shown in full in this revision. */
  seen: SeenPage[]
  /** Lists the phrases that this reviewer saved for notes. */
  phrases: SavedPhrase[]
  /** Says how the reasons' Chinese names are typed in Latin letters, by their codes. */
  spelled: Record<string, string>
  /** Parts that are judged together are next to each other. */
  parts: ReviewPart[]
  history: PastDecision[]
}

/** Describes a case as it was found in one statement: with its content for the holder of the claim alone. */
export type FoundCase = {
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
  /** They are of the newest submitted revision. */
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
  /** It is null for everyone but the holder of the claim. */
  parts: (PartRow & { id: string; carriedFromId: string | null; findings: FindingRow[]; late: FindingRow[] })[] | null
  content: StoredContent | null
  readings: StoredReadings | null
  phrases: StoredPhrases | null
  draftsSealed: Uint8Array | null
  draftsSavedAt: Date | null
  seen: SeenPage[] | null
  unread: number
}

/** Opens a case for the holder of its claim; null where the statement found no content for them. */
export async function openCase(actor: PersonActor, found: FoundCase): Promise<ReviewCase | null> {
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
