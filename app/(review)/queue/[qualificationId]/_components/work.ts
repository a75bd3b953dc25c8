import type { QualificationKind, Verdict } from '@/lib/db/generated/enums'
import { type Judgement, type JudgementProblem, judgementProblem, outcomeOf, refusedPart } from '@/lib/review/lifecycle'
import { MEND_PICTURE, mendField, mendFrom, NOTE_MAX } from '@/lib/review/mendable'
import type { ReviewCase, ReviewPart } from '@/lib/review/queries'
import { type ReasonCatalogue, reasonIn } from '@/lib/rulebook/reasons'

/** What a reviewer has written about one part so far. What belongs to a refusal is kept while they try an acceptance. */
export type Draft = {
  verdict: Verdict | null
  reasons: readonly string[]
  /** `PICTURE`, `FIELD:…` or nothing yet. */
  mend: string
  note: string
}

export type Work = {
  catalogue: ReasonCatalogue
  parts: readonly ReviewPart[]
  /** How many more were accepted in an earlier revision. */
  carried: number
  drafts: Readonly<Record<string, Draft>>
  /** What `undo` goes back to, newest last. Words are the browser's own to undo. */
  past: readonly Pick<Work, 'drafts' | 'current'>[]
  current: number
}

export type Step =
  | { do: 'GO'; to: number }
  | { do: 'ACCEPT' }
  | { do: 'REFUSE' }
  | { do: 'CLEAR' }
  | { do: 'REASON'; reason: string; isChosen: boolean }
  | { do: 'MEND'; choice: string }
  | { do: 'NOTE'; note: string }
  | { do: 'UNDO' }

const EMPTY: Draft = { verdict: null, reasons: [], mend: '', note: '' }

/** What was carried from an earlier revision is accepted already, and asks for nothing. */
export function beginWork({ catalogue, parts }: Pick<ReviewCase, 'catalogue' | 'parts'>): Work {
  const open = parts.filter(({ carried }) => carried === null)
  return { catalogue, parts: open, carried: parts.length - open.length, drafts: {}, past: [], current: 0 }
}

export const draftOf = ({ drafts }: Pick<Work, 'drafts'>, part: ReviewPart): Draft => drafts[part.id] ?? EMPTY

export function work(state: Work, step: Step): Work {
  const part = state.parts[state.current]
  if (!part) return state
  const draft = draftOf(state, part)
  switch (step.do) {
    case 'GO':
      return step.to >= 0 && step.to < state.parts.length ? { ...state, current: step.to } : state
    case 'ACCEPT':
      return onwards(changed(state, part, { ...draft, verdict: 'ACCEPTED' }))
    case 'REFUSE':
      return changed(state, part, { ...draft, verdict: 'REFUSED', mend: draft.mend || onlyChoice(part) })
    case 'CLEAR':
      return changed(state, part, { ...EMPTY, note: draft.note })
    case 'REASON': {
      const others = draft.reasons.filter((reason) => reason !== step.reason)
      const reasons = step.isChosen ? [...others, step.reason] : others
      return changed(state, part, { ...draft, reasons, mend: draft.mend || usualMend(state.catalogue, part, reasons) })
    }
    case 'MEND':
      return changed(state, part, { ...draft, mend: step.choice })
    case 'NOTE':
      return { ...state, drafts: { ...state.drafts, [part.id]: { ...draft, note: step.note } } }
    case 'UNDO': {
      const last = state.past.at(-1)
      if (!last) return state
      return { ...state, current: last.current, drafts: withNotesOf(state, last.drafts), past: state.past.slice(0, -1) }
    }
  }
}

function changed(state: Work, part: ReviewPart, draft: Draft): Work {
  const { drafts, current, past } = state
  return { ...state, drafts: { ...drafts, [part.id]: draft }, past: [...past, { drafts, current }] }
}

/** Going back takes no words with it. */
function withNotesOf({ drafts }: Work, earlier: Work['drafts']): Work['drafts'] {
  const withNotes = Object.entries(drafts).map(([id, { note }]) => [id, { ...(earlier[id] ?? EMPTY), note }] as const)
  return Object.fromEntries(withNotes)
}

/** To the next part without a verdict, round the end; stays where all have one. */
function onwards(state: Work): Work {
  const { parts, current } = state
  const order = parts.map((_, index) => (current + 1 + index) % parts.length)
  const next = order.find((index) => parts[index] && draftOf(state, parts[index]).verdict === null)
  return next === undefined ? state : { ...state, current: next }
}

/** What can be named as to be mended, in the form's own values. */
export function mendChoices(part: ReviewPart): string[] {
  return [...(part.kind === 'DOCUMENT' ? [MEND_PICTURE] : []), ...part.mendableFields.map(mendField)]
}

function onlyChoice(part: ReviewPart): string {
  const choices = mendChoices(part)
  return choices.length === 1 ? (choices[0] ?? '') : ''
}

function usualMend(catalogue: ReasonCatalogue, part: ReviewPart, reasons: readonly string[]): string {
  const isOfPicture = reasons.some((code) => reasonIn(catalogue, code)?.mend === 'PICTURE')
  return isOfPicture && part.kind === 'DOCUMENT' ? MEND_PICTURE : ''
}

export function judgementOf({ verdict, reasons, mend, note }: Draft): Judgement | null {
  if (verdict === null) return null
  if (verdict === 'ACCEPTED') return { verdict, reasons: [], mend: null, mendField: null, note: null }
  return { verdict, reasons, ...mendFrom(mend), note: note.trim() || null }
}

export type PartState = 'OPEN' | 'ACCEPTED' | 'REFUSED' | 'UNFINISHED'

export type DraftProblem = JudgementProblem | 'NOTE_TOO_LONG'

export function problemOf(
  catalogue: ReasonCatalogue,
  of: QualificationKind,
  part: ReviewPart,
  draft: Draft,
): DraftProblem | null {
  const judgement = judgementOf(draft)
  if (judgement?.note && judgement.note.length > NOTE_MAX) return 'NOTE_TOO_LONG'
  if (!judgement) return null
  return judgementProblem(catalogue, of, { ...refusedPart(part), mendableFields: part.mendableFields }, judgement)
}

export function stateOf(catalogue: ReasonCatalogue, of: QualificationKind, part: ReviewPart, draft: Draft): PartState {
  if (draft.verdict === null) return 'OPEN'
  return problemOf(catalogue, of, part, draft) ? 'UNFINISHED' : draft.verdict
}

/** What follows from the parts as judged so far; null while one is open or unfinished. */
export function outcomeSoFar(of: QualificationKind, state: Work) {
  const judgements = state.parts.map((part) => judgementOf(draftOf(state, part)))
  const isDone = state.parts.every((part) =>
    ['ACCEPTED', 'REFUSED'].includes(stateOf(state.catalogue, of, part, draftOf(state, part))),
  )
  return isDone
    ? outcomeOf(
        state.catalogue,
        judgements.filter((judgement) => judgement !== null),
        state.carried,
      )
    : null
}
