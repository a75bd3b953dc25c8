import { pageUrl, pageUrls } from '@/components/documents/page-urls'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { CORRECT_PICTURE, correctField, correctionFrom, NOTE_MAX } from '@/lib/review/decisions/correctable'
import type { JudgementDraft } from '@/lib/review/decisions/judgement-drafts'
import { type Judgement, type JudgementProblem, judgementProblem, outcomeOf, refusedPart } from '@/lib/review/lifecycle'
import type { ReviewCase, ReviewPart } from '@/lib/review/open-case'
import type { ReasonCatalogue } from '@/lib/rulebook/reason-catalogue'
import { reasonIn } from '@/lib/rulebook/reasons'

export type PartDraft = JudgementDraft

export type ReviewState = {
  catalogue: ReasonCatalogue
  parts: readonly ReviewPart[]
  /** Counts the parts that were accepted in an earlier revision. */
  carried: number
  drafts: Readonly<Record<string, PartDraft>>
  /** The addresses of the pages that were shown in full. */
  seen: readonly string[]
  /** `undo` returns to these, newest last. The browser itself undoes words. */
  past: readonly Pick<ReviewState, 'drafts' | 'current'>[]
  current: number
}

export type ReviewAction =
  | { do: 'GO'; to: number }
  | { do: 'ACCEPT' }
  | { do: 'CONTINUE' }
  | { do: 'REFUSE' }
  | { do: 'CLEAR' }
  | { do: 'REASON'; reason: string; isChosen: boolean }
  | { do: 'CORRECT'; choice: string }
  | { do: 'NOTE'; note: string }
  /** The place on a page that the refusal is about; without one, it is about none. */
  | { do: 'OUTLINE'; place: PartDraft['place'] }
  | { do: 'SEE'; src: string }
  /** The server knows of no view: it decides. */
  | { do: 'UNSEE'; src: string }
  | { do: 'UNDO' }

export const EMPTY: PartDraft = { verdict: null, reasons: [], correction: '', note: '' }

/**
 * Starts a judgement with what was saved of it. Parts carried from an earlier revision are accepted already, and need
 * nothing. A reason that is no longer offered is left out.
 */
export function initialReview({
  catalogue,
  parts,
  drafts: saved,
  seen: pages,
}: Pick<ReviewCase, 'catalogue' | 'parts' | 'drafts' | 'seen'>): ReviewState {
  const open = parts.filter(({ carried }) => carried === null)
  const drafts = Object.fromEntries(
    open.flatMap(({ id, reasons }) => {
      const draft = saved[id]
      return draft ? [[id, { ...draft, reasons: draft.reasons.filter((code) => reasons.includes(code)) }]] : []
    }),
  )
  const seen = pages.map(({ fileId, page }) => pageUrl(fileId, 'rendition', page))
  const started = { catalogue, parts: open, carried: parts.length - open.length, drafts, seen, past: [], current: 0 }
  const first = open.findIndex((part) => partDraftOf(started, part).verdict === null)
  return { ...started, current: Math.max(0, first) }
}

export const partDraftOf = ({ drafts }: Pick<ReviewState, 'drafts'>, part: ReviewPart): PartDraft =>
  drafts[part.id] ?? EMPTY

/** Returns the addresses of the pages of a part. */
export const pagesOf = ({ files }: Pick<ReviewPart, 'files'>): string[] =>
  files.flatMap(({ id, pageCount }) => pageUrls(id, 'rendition', pageCount))

/** Returns the first page of a part that was not shown in full, counted from 1; undefined when all were. */
export function unseenIn(
  { seen }: Pick<ReviewState, 'seen'>,
  part: ReviewPart,
): { src: string; page: number } | undefined {
  const pages = pagesOf(part)
  const index = pages.findIndex((src) => !seen.includes(src))
  const src = pages[index]
  return src === undefined ? undefined : { src, page: index + 1 }
}

export function reviewReducer(state: ReviewState, step: ReviewAction): ReviewState {
  const part = state.parts[state.current]
  if (!part) return state
  const draft = partDraftOf(state, part)
  switch (step.do) {
    case 'GO':
      return step.to >= 0 && step.to < state.parts.length ? { ...state, current: step.to } : state
    case 'ACCEPT':
      return unseenIn(state, part) ? state : onwards(changed(state, part, { ...draft, verdict: 'ACCEPTED' }))
    case 'CONTINUE':
      return onwards(state)
    case 'REFUSE':
      return changed(state, part, { ...draft, verdict: 'REFUSED', correction: draft.correction || onlyChoice(part) })
    case 'CLEAR':
      return changed(state, part, { ...EMPTY, note: draft.note })
    case 'REASON': {
      const others = draft.reasons.filter((reason) => reason !== step.reason)
      const reasons = step.isChosen ? [...others, step.reason] : others
      return changed(state, part, {
        ...draft,
        reasons,
        correction: draft.correction || usualCorrection(state.catalogue, part, reasons),
      })
    }
    case 'CORRECT':
      return changed(state, part, { ...draft, correction: step.choice })
    case 'OUTLINE':
      return changed(state, part, { ...draft, place: step.place })
    case 'NOTE':
      return { ...state, drafts: { ...state.drafts, [part.id]: { ...draft, note: step.note } } }
    case 'SEE':
      return state.seen.includes(step.src) ? state : { ...state, seen: [...state.seen, step.src] }
    case 'UNSEE':
      return { ...state, seen: state.seen.filter((src) => src !== step.src) }
    case 'UNDO': {
      const last = state.past.at(-1)
      if (!last) return state
      return { ...state, current: last.current, drafts: withNotesOf(state, last.drafts), past: state.past.slice(0, -1) }
    }
  }
}

function changed(state: ReviewState, part: ReviewPart, draft: PartDraft): ReviewState {
  const { drafts, current, past } = state
  return { ...state, drafts: { ...drafts, [part.id]: draft }, past: [...past, { drafts, current }] }
}

/** Returns the earlier drafts with the notes of now: `undo` takes back no note. */
function withNotesOf({ drafts }: ReviewState, earlier: ReviewState['drafts']): ReviewState['drafts'] {
  const withNotes = Object.entries(drafts).map(([id, { note }]) => [id, { ...(earlier[id] ?? EMPTY), note }] as const)
  return Object.fromEntries(withNotes)
}

/** Moves to the next part without a verdict, round the end; it stays where all have one. */
function onwards(state: ReviewState): ReviewState {
  const { parts, current } = state
  const order = parts.map((_, index) => (current + 1 + index) % parts.length)
  const next = order.find((index) => parts[index] && partDraftOf(state, parts[index]).verdict === null)
  return next === undefined ? state : { ...state, current: next }
}

/** Returns what can be named for correction, in the form's own values. */
export function correctionChoices(part: ReviewPart): string[] {
  return [...(part.kind === 'DOCUMENT' ? [CORRECT_PICTURE] : []), ...part.correctableFields.map(correctField)]
}

function onlyChoice(part: ReviewPart): string {
  const choices = correctionChoices(part)
  return choices.length === 1 ? (choices[0] ?? '') : ''
}

function usualCorrection(catalogue: ReasonCatalogue, part: ReviewPart, reasons: readonly string[]): string {
  const isOfPicture = reasons.some((code) => reasonIn(catalogue, code)?.mend === 'PICTURE')
  return isOfPicture && part.kind === 'DOCUMENT' ? CORRECT_PICTURE : ''
}

export function judgementOf({ verdict, reasons, correction, note, place }: PartDraft): Judgement | null {
  if (verdict === null) return null
  if (verdict === 'ACCEPTED') return { verdict, reasons: [], correction: null, correctionField: null, note: null }
  return { verdict, reasons, ...correctionFrom(correction), note: note.trim() || null, place }
}

export type PartState = 'OPEN' | 'ACCEPTED' | 'REFUSED' | 'UNFINISHED'

export type DraftProblem = JudgementProblem | 'NOTE_TOO_LONG' | 'PAGE_UNSEEN'

type Judged = Pick<ReviewState, 'catalogue' | 'drafts' | 'seen'>

export function problemOf(state: Judged, of: QualificationKind, part: ReviewPart): DraftProblem | null {
  const judgement = judgementOf(partDraftOf(state, part))
  if (judgement?.note && judgement.note.length > NOTE_MAX) return 'NOTE_TOO_LONG'
  if (!judgement) return null
  if (judgement.verdict === 'ACCEPTED' && unseenIn(state, part)) return 'PAGE_UNSEEN'
  const judgeable = { ...refusedPart(part), correctableFields: part.correctableFields, files: part.files }
  return judgementProblem(state.catalogue, of, judgeable, judgement)
}

export function stateOf(state: Judged, of: QualificationKind, part: ReviewPart): PartState {
  const { verdict } = partDraftOf(state, part)
  if (verdict === null) return 'OPEN'
  return problemOf(state, of, part) ? 'UNFINISHED' : verdict
}

/** Returns the outcome of the parts as judged so far; null while one is open or unfinished. */
export function outcomeSoFar(of: QualificationKind, state: ReviewState) {
  const judgements = state.parts.map((part) => judgementOf(partDraftOf(state, part)))
  const isDone = state.parts.every((part) => ['ACCEPTED', 'REFUSED'].includes(stateOf(state, of, part)))
  return isDone
    ? outcomeOf(
        state.catalogue,
        judgements.filter((judgement) => judgement !== null),
        state.carried,
      )
    : null
}
