import type { DocumentKind } from '@/lib/db/generated/enums'
import { factsOf } from '@/lib/rulebook/document-kinds'
import type { Place, Problem } from '@/lib/rulebook/problems'
import { OTHER } from '@/lib/rulebook/reasons'
import { type PlannedPart, partsOf } from '@/lib/rulebook/requirements'
import type { KindRules, Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import {
  changesOf,
  filesIn,
  isSame,
  type JudgedPart,
  type JudgedSubmission,
  type LockContent,
  requiredIn,
} from '../changes'
import { siblingsOf } from './siblings'
import { taskOfGroup } from './tasks'

/**
 * Says whether the last acceptance of a part is still valid. LOCKED: accepted, and neither it nor anything that it
 * depends on has changed. UNLOCKED: accepted, but something changed, so that it is reviewed again. OPEN: refused, or
 * new under the current answers.
 */
export type LockState = 'LOCKED' | 'UNLOCKED' | 'OPEN'

/**
 * `because` lists what changed since its acceptance: field keys, `signatures`, `signature`, `samples`, `files` (its
 * own) or `platform` (the name of the platform, which its letter contains).
 */
export type PartLock = {
  part: PlannedPart
  state: LockState
  because: string[]
  /** The part whose judgement is valid for it, while it is LOCKED. */
  judgedId: string | null
}

/** The parts of the next revision that are carried from the last one, and those that can be changed now. */
export type Locks = {
  parts: PartLock[]
  /** Holds the keys of the fields that can be changed now. */
  openFields: ReadonlySet<string>
  /** Holds the ids of the draft's signatures that can be changed now. */
  openSignatures: ReadonlySet<string>
  mayAddSignatures: boolean
  areSamplesOpen: boolean
  /** Holds keys of `slotKey`; a slot that is no part yet is open. */
  lockedSlots: ReadonlySet<string>
  refused: RefusedNow[]
}

/** A refused part, and whether it was corrected. */
export type RefusedNow = {
  partId: string
  /** Says whether something that the refusal is about has changed since. The next review decides if it is right. */
  isCorrected: boolean
  /** Says whether it must be changed before it can be submitted again. */
  mustCorrect: boolean
  /** Says whether photographs were added to a refused letter, while each of the refused ones is still there. */
  isOnlyAddedTo: boolean
}

export const slotKey = (kind: DocumentKind, senderSignatureId: string | null): string =>
  `${kind} ${senderSignatureId ?? ''}`

/**
 * Returns for each part of the next revision whether its acceptance is still valid, and what can be changed: what was
 * refused, what a refusal names, what is wrong under the current answers, and what was changed already. Going back to
 * the old value locks it again.
 *
 * @param judged the submission that was judged last; null in a first revision, where everything is open
 * @param problems of the draft as it is now
 * @param renamed the letters that name the platform by another name than it has now
 */
export function locksOf(
  rulebook: Rulebook,
  judged: JudgedSubmission | null,
  now: LockContent,
  problems: readonly Problem[],
  renamed: ReadonlySet<DocumentKind> = new Set(),
): Locks {
  const rules = rulesFor(rulebook, now.kind)
  const planned = partsOf(rulebook, now)
  if (!judged) return allOpen(rules, planned, now)
  const before = judged.content
  const parts = planned.map((part): PartLock => {
    const found = judged.parts.find((candidate) => isSame(candidate, part, now))
    if (!found?.isAccepted) return { part, state: 'OPEN', because: [], judgedId: null }
    const isRenamed = part.kind === 'DOCUMENT' && renamed.has(part.documentKind)
    const because = [...changesOf(rulebook, part, found, before, now), ...(isRenamed ? ['platform'] : [])]
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
          refused.some(({ correctionField }) => correctionField === 'signatures'),
      )
      .map(({ id }) => id),
  )
  return {
    parts,
    openFields: openFieldsOf(rulebook, judged, now, problems),
    openSignatures,
    mayAddSignatures:
      openSignatures.size > 0 ||
      refused.some(
        ({ senderSignatureId, correctionField }) => senderSignatureId !== null || correctionField === 'signatures',
      ) ||
      problems.some(({ place }) => place.on === 'SIGNATURES'),
    // A refused use may need other samples than the accepted ones.
    areSamplesOpen:
      open.has('SAMPLES') ||
      refused.some(({ fieldGroup }) => fieldGroup !== null && taskOfGroup(now.kind, fieldGroup) === 'use') ||
      problems.some(({ place }) => place.on === 'SAMPLES' || place.on === 'SAMPLE'),
    lockedSlots: new Set(
      parts.flatMap(({ part, state }) => {
        if (part.kind !== 'DOCUMENT' || state !== 'LOCKED') return []
        const { documentKind: kind, senderSignatureId } = part
        if (isWrong({ on: 'DOCUMENT', kind, senderSignatureId })) return []
        // Better evidence corrects a refused signature, too.
        return open.has(`SIGNATURE ${senderSignatureId}`) ? [] : [slotKey(kind, senderSignatureId)]
      }),
    ),
    refused: refused.map((refusal) => {
      const part = partOf(refusal)
      const isAddedTo = part?.kind === 'DOCUMENT' && isOnlyAddedTo(refusal, part, before, now)
      return {
        partId: refusal.id,
        isCorrected: !isAddedTo && isCorrected(rulebook, refusal, part, before, now),
        mustCorrect: mustCorrect(rules, refusal),
        isOnlyAddedTo: isAddedTo,
      }
    }),
  }
}

function isCorrected(
  rulebook: Rulebook,
  refusal: JudgedPart,
  part: PlannedPart | undefined,
  before: LockContent,
  now: LockContent,
): boolean {
  if (!part) return true
  const changes = changesOf(rulebook, part, refusal, before, now)
  if (part.kind === 'DOCUMENT')
    return changes.includes('files') || (refusal.correction === 'FIELD' && changes.length > 0)
  if (part.kind !== 'SENDER_SIGNATURE' || changes.length > 0) return changes.length > 0
  const evidenceOf = (content: LockContent, id: string | null) => filesIn(content, 'SIGNATURE_EVIDENCE', id)
  return evidenceOf(before, refusal.senderSignatureId) !== evidenceOf(now, part.senderSignatureId)
}

/**
 * Returns whether a refused letter has photographs in addition to all of those that were refused. They correct it only
 * where a page was missing: otherwise those that were refused would be submitted again, next to the new ones.
 */
function isOnlyAddedTo(
  { reasons, correction }: JudgedPart,
  { documentKind: kind, senderSignatureId }: PlannedPart & { kind: 'DOCUMENT' },
  before: LockContent,
  now: LockContent,
): boolean {
  const addsPages = reasons.includes('PAGE_MISSING') || reasons.includes(OTHER)
  if (factsOf(kind).shows !== 'LETTER' || correction !== 'PICTURE' || addsPages) return false
  const old = filesIn(before, kind, senderSignatureId).split(',')
  const present = filesIn(now, kind, senderSignatureId).split(',')
  return old.every((fileId) => present.includes(fileId)) && present.length > old.length
}

/** A refusal that names no field may be answered in words; a phone that is filled in can't be typed again. */
function mustCorrect({ groups }: KindRules, { kind, fieldGroup, reasons, correction }: JudgedPart): boolean {
  if (correction === null || reasons.includes(OTHER)) return false
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
  const named = new Set(
    parts.flatMap(({ isAccepted, correctionField }) => (isAccepted || !correctionField ? [] : [correctionField])),
  )
  const wrong = problems.flatMap(({ place }) => (place.on === 'FIELD' ? [place.key] : []))
  const open = new Set([...wrong, ...named].flatMap(siblingsOf))
  for (const { key: group, fields } of rulesFor(rulebook, now.kind).groups) {
    const isAccepted = parts.some(({ kind, fieldGroup, isAccepted }) => {
      return kind === 'FIELDS' && fieldGroup === group && isAccepted
    })
    const required = requiredIn(rulebook, group, before)
    for (const { key } of fields) {
      const accepted = isAccepted ? required.get(key) : undefined
      // A field that was not required was not accepted, either.
      if (accepted === undefined) open.add(key)
      // A changed field may require its siblings to change, even if nothing is wrong any more.
      else if (accepted !== (now.fields[key] ?? '')) for (const each of siblingsOf(key)) open.add(each)
    }
  }
  return open
}
