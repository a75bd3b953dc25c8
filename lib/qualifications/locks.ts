import type { DocumentKind } from '@/lib/db/generated/enums'
import type { Place, Problem } from '@/lib/rulebook/problems'
import { OTHER } from '@/lib/rulebook/reasons'
import { type PlannedPart, partsOf } from '@/lib/rulebook/requirements'
import type { KindRules, Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import {
  askedIn,
  changesOf,
  filesIn,
  isSame,
  type JudgedPart,
  type JudgedSubmission,
  type LockContent,
} from './changes'
import { siblingsOf } from './siblings'

/**
 * LOCKED: accepted, and neither it nor anything that it rests on has changed. UNLOCKED: accepted, but something has, so
 * that it is looked at again. OPEN: refused, or new under the present answers.
 */
export type LockState = 'LOCKED' | 'UNLOCKED' | 'OPEN'

/** `because`: what changed since it was accepted: field keys, `signatures`, `signature`, `samples` or `files` (its own). */
export type PartLock = {
  part: PlannedPart
  state: LockState
  because: string[]
  /** The part whose judgement holds for it, while it is LOCKED. */
  judgedId: string | null
}

/** What the next revision keeps of the last, and what of it can be changed now. */
export type Locks = {
  parts: PartLock[]
  /** Field keys. */
  openFields: ReadonlySet<string>
  /** Ids of the draft's signatures. */
  openSignatures: ReadonlySet<string>
  mayAddSignatures: boolean
  areSamplesOpen: boolean
  /** As slotKey has them; a slot that is no part yet is open. */
  lockedSlots: ReadonlySet<string>
  refused: RefusedNow[]
}

/** A part that was refused, and what has become of it. */
export type RefusedNow = {
  partId: string
  /** Whether something that the refusal is about has changed since: what then still is wrong, the next review says. */
  isMended: boolean
  /** Whether it can't be handed in again as it was. */
  mustMend: boolean
}

export const slotKey = (kind: DocumentKind, senderSignatureId: string | null): string =>
  `${kind} ${senderSignatureId ?? ''}`

/**
 * Says for each part of the next revision whether what was accepted holds, and what can be changed: what was refused,
 * what a refusal names, what is wrong under the present answers, and what was changed already. Going back to the old
 * value locks it again.
 *
 * @param judged what was judged last; null before anything was, when all is open
 * @param problems of the draft as it is now
 */
export function locksOf(
  rulebook: Rulebook,
  judged: JudgedSubmission | null,
  now: LockContent,
  problems: readonly Problem[],
): Locks {
  const rules = rulesFor(rulebook, now.kind)
  const planned = partsOf(rulebook, now)
  if (!judged) return allOpen(rules, planned, now)
  const before = judged.content
  const parts = planned.map((part): PartLock => {
    const found = judged.parts.find((candidate) => isSame(candidate, part, now))
    if (!found?.isAccepted) return { part, state: 'OPEN', because: [], judgedId: null }
    const because = changesOf(rulebook, part, found, before, now)
    return because.length > 0
      ? { part, state: 'UNLOCKED', because, judgedId: null }
      : { part, state: 'LOCKED', because, judgedId: found.judgedId }
  })
  const refused = judged.parts.filter(({ isAccepted }) => !isAccepted)
  const partOf = (refusal: JudgedPart) => planned.find((part) => isSame(refusal, part, now))
  const open = new Set(parts.flatMap(({ part, state }) => (state === 'LOCKED' ? [] : [keyOf(part)])))
  const isWrong = (place: Place) => problems.some((problem) => placeKey(problem.place) === placeKey(place))
  const openSignatures = new Set(
    now.signatures
      .filter(
        ({ id, previousId }) =>
          open.has(`SIGNATURE ${id}`) ||
          isWrong({ on: 'SIGNATURE', id }) ||
          refused.some(({ senderSignatureId }) => senderSignatureId !== null && senderSignatureId === previousId) ||
          refused.some(({ mendField }) => mendField === 'signatures'),
      )
      .map(({ id }) => id),
  )
  return {
    parts,
    openFields: openFieldsOf(rulebook, judged, now, problems),
    openSignatures,
    mayAddSignatures:
      openSignatures.size > 0 ||
      refused.some(({ senderSignatureId, mendField }) => senderSignatureId !== null || mendField === 'signatures') ||
      problems.some(({ place }) => place.on === 'SIGNATURES'),
    areSamplesOpen:
      open.has('SAMPLES') || problems.some(({ place }) => place.on === 'SAMPLES' || place.on === 'SAMPLE'),
    lockedSlots: new Set(
      parts.flatMap(({ part, state }) => {
        if (part.kind !== 'DOCUMENT' || state !== 'LOCKED') return []
        const { documentKind: kind, senderSignatureId } = part
        if (isWrong({ on: 'DOCUMENT', kind, senderSignatureId })) return []
        // Better evidence mends a signature that was refused, too.
        return open.has(`SIGNATURE ${senderSignatureId}`) ? [] : [slotKey(kind, senderSignatureId)]
      }),
    ),
    refused: refused.map((refusal) => ({
      partId: refusal.id,
      isMended: isMended(rulebook, refusal, partOf(refusal), before, now),
      mustMend: mustMend(rules, refusal),
    })),
  }
}

function isMended(
  rulebook: Rulebook,
  refusal: JudgedPart,
  part: PlannedPart | undefined,
  before: LockContent,
  now: LockContent,
): boolean {
  if (!part) return true
  const changes = changesOf(rulebook, part, refusal, before, now)
  if (part.kind === 'DOCUMENT') return changes.includes('files') || (refusal.mend === 'FIELD' && changes.length > 0)
  if (part.kind !== 'SENDER_SIGNATURE' || changes.length > 0) return changes.length > 0
  const evidenceOf = (content: LockContent, id: string | null) => filesIn(content, 'SIGNATURE_EVIDENCE', id)
  return evidenceOf(before, refusal.senderSignatureId) !== evidenceOf(now, part.senderSignatureId)
}

/** What was said in words alone may be answered in them; a phone that is filled in can't be typed anew. */
function mustMend({ groups }: KindRules, { kind, fieldGroup, reasons, mend }: JudgedPart): boolean {
  if (mend === null || reasons.includes(OTHER)) return false
  const fields = kind === 'FIELDS' ? groups.find(({ key }) => key === fieldGroup)?.fields : undefined
  return !fields?.every(({ filledFrom }) => filledFrom)
}

function allOpen({ groups }: KindRules, planned: PlannedPart[], { signatures }: LockContent): Locks {
  return {
    parts: planned.map((part) => ({ part, state: 'OPEN', because: [], judgedId: null })),
    openFields: new Set(groups.flatMap(({ fields }) => fields.map(({ key }) => key))),
    openSignatures: new Set(signatures.map(({ id }) => id)),
    mayAddSignatures: true,
    areSamplesOpen: true,
    lockedSlots: new Set(),
    refused: [],
  }
}

const placeKey = (place: Place): string => Object.values(place).join(' ')

function keyOf(part: PlannedPart): string {
  switch (part.kind) {
    case 'FIELDS':
      return `FIELDS ${part.fieldGroup}`
    case 'DOCUMENT':
      return slotKey(part.documentKind, part.senderSignatureId)
    case 'SENDER_SIGNATURE':
      return `SIGNATURE ${part.senderSignatureId}`
    case 'SAMPLE_MESSAGES':
      return 'SAMPLES'
  }
}

function openFieldsOf(
  rulebook: Rulebook,
  { parts, content: before }: JudgedSubmission,
  now: LockContent,
  problems: readonly Problem[],
): Set<string> {
  const named = new Set(parts.flatMap(({ isAccepted, mendField }) => (isAccepted || !mendField ? [] : [mendField])))
  const wrong = problems.flatMap(({ place }) => (place.on === 'FIELD' ? [place.key] : []))
  const open = new Set([...wrong, ...named].flatMap(siblingsOf))
  for (const { key: group, fields } of rulesFor(rulebook, now.kind).groups) {
    const isAccepted = parts.some(({ kind, fieldGroup, isAccepted }) => {
      return kind === 'FIELDS' && fieldGroup === group && isAccepted
    })
    const asked = askedIn(rulebook, group, before)
    for (const { key } of fields) {
      const accepted = isAccepted ? asked.get(key) : undefined
      // One that was not asked for was not accepted, either.
      if (accepted === undefined) open.add(key)
      // What was changed may want its siblings changed, though nothing is wrong any more.
      else if (accepted !== (now.fields[key] ?? '')) for (const each of siblingsOf(key)) open.add(each)
    }
  }
  return open
}
