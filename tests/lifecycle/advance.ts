import { staleLettersIn } from '@/components/qualifications/task-locks'
import type { PersonActor } from '@/lib/actor/actor'
import { type DraftView, readDraft } from '@/lib/qualifications/draft/read-draft'
import { type FieldTask, taskOfGroup } from '@/lib/qualifications/draft/tasks'
import type { Refusal } from '@/lib/qualifications/refusals'
import { type Attempt, changeLists, hand, remove, save, upload } from './attempts'
import { ANSWERS, type Known, OTHERS, type World } from './world'

/**
 * Acts as a person does who follows the instructions of their pages: fills in what is missing, corrects what was
 * refused, submits. Nothing of it may be refused, or the pages would send people in circles.
 */
export async function followPages(world: World, known: Known, actor: PersonActor): Promise<Attempt[]> {
  const draft = await readDraft(actor, known.id)
  if (!draft) return []
  // The answers decide which documents are required.
  for (const todo of [
    answersOf(draft, known, actor),
    listsOf(world, draft, known, actor),
    filesOf(draft, known, actor),
    lettersOf(draft, known, actor),
  ]) {
    if (todo.length > 0) return todo
  }
  const refusal = draft.refusals.find(({ isCorrected, mustCorrect }) => mustCorrect && !isCorrected)
  return [refusal ? correct(world, draft, known, actor, refusal) : hand(actor, known)]
}

function answersOf({ kind, problems, fields }: DraftView, known: Known, actor: PersonActor): Attempt[] {
  const byTask = new Map<FieldTask, Record<string, string>>()
  for (const { place } of problems) {
    if (place.on !== 'FIELD') continue
    const task = taskOfGroup(kind, place.group)
    byTask.set(task, { ...byTask.get(task), [place.key]: ANSWERS[place.key] ?? fields[place.key] ?? '' })
  }
  return [...byTask].map(([task, answers]) => save(actor, known, task, answers))
}

function listsOf(world: World, { problems, signatures }: DraftView, known: Known, actor: PersonActor): Attempt[] {
  const places = problems.map(({ place }) => place).filter(({ on }) => on !== 'FIELD' && on !== 'DOCUMENT')
  if (places.length === 0) return []
  const ids = new Set(
    places.flatMap((place) => ('id' in place ? [place.id] : place.on === 'SAMPLES' ? ['samples'] : [])),
  )
  if (places.some(({ on }) => on === 'SAMPLE')) ids.add('samples')
  // None is covered by the authorisation yet: the last one is marked as covered.
  if (places.some(({ on }) => on === 'SIGNATURES')) ids.add(signatures.at(-1)?.id ?? '')
  return [changeLists(world, known, actor, ({ id }) => ids.has(id))]
}

function filesOf({ problems }: DraftView, known: Known, actor: PersonActor): Attempt[] {
  return problems.flatMap(({ place }) => {
    return place.on === 'DOCUMENT' ? [upload(actor, known, place.kind, place.senderSignatureId)] : []
  })
}

/** A letter that is void is signed and photographed again. */
function lettersOf({ findings, slots }: DraftView, known: Known, actor: PersonActor): Attempt[] {
  const isVoid = findings.some(({ code, severity }) => code === 'LETTER_OUTDATED' && severity === 'block')
  const stale = isVoid ? staleLettersIn({ slots }) : []
  return stale.map(({ slot: { kind, max }, pages: [first, ...others], senderSignatureId }) => {
    const isFull = others.length + 1 >= max
    return first && isFull ? remove(actor, known, () => first.fileId) : upload(actor, known, kind, senderSignatureId)
  })
}

function correct(world: World, draft: DraftView, known: Known, actor: PersonActor, refusal: Refusal): Attempt {
  const { kind, documentKind, fieldGroup, senderSignatureId } = refusal
  if (kind === 'DOCUMENT' && documentKind) {
    const filled = draft.slots.find(
      (one) => one.slot.kind === documentKind && one.senderSignatureId === senderSignatureId,
    )
    const [first] = filled?.pages ?? []
    const isFull = filled && filled.slot.max > 1 && filled.pages.length >= filled.slot.max
    // Where there is room for several, another is accepted only after one was removed.
    return isFull && first
      ? remove(actor, known, () => first.fileId)
      : upload(actor, known, documentKind, senderSignatureId)
  }
  if (kind === 'SENDER_SIGNATURE') return changeLists(world, known, actor, ({ id }) => id === senderSignatureId)
  if (kind === 'SAMPLE_MESSAGES') return changeLists(world, known, actor, ({ id }) => id === 'samples')
  const group = draft.groups.find(({ key }) => key === fieldGroup)
  const field = group?.fields.find(({ key }) => OTHERS[key])
  if (!field) throw new Error(`Nothing else is known to say in ${fieldGroup}`)
  const other = OTHERS[field.key]?.find((value) => value !== draft.fields[field.key]) ?? ''
  return save(actor, known, taskOfGroup(draft.kind, fieldGroup ?? ''), { [field.key]: other })
}
