import type { PersonActor } from '@/lib/auth/actor'
import { type DraftView, readDraft } from '@/lib/qualifications/read-draft'
import type { Refusal } from '@/lib/qualifications/refusals'
import { type FieldTask, taskOfGroup } from '@/lib/qualifications/tasks'
import { type Attempt, changeLists, hand, remove, save, upload } from './attempts'
import { ANSWERS, type Known, OTHERS, type World } from './world'

/**
 * What someone does who follows what their pages say: answers what is missing, mends what was refused, hands it in. None
 * of it may be refused, or the pages would send people in circles.
 */
export async function followPages(world: World, known: Known, actor: PersonActor): Promise<Attempt[]> {
  const draft = await readDraft(actor, known.id)
  if (!draft) return []
  // The one leads to the other: which documents are asked for hangs on the answers.
  for (const todo of [
    answersOf(draft, known, actor),
    listsOf(world, draft, known, actor),
    filesOf(draft, known, actor),
  ]) {
    if (todo.length > 0) return todo
  }
  const refusal = draft.refusals.find(({ isMended, mustMend }) => mustMend && !isMended)
  return [refusal ? mend(world, draft, known, actor, refusal) : hand(actor, known)]
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
  // None is covered by the authorisation yet: the last is said to be.
  if (places.some(({ on }) => on === 'SIGNATURES')) ids.add(signatures.at(-1)?.id ?? '')
  return [changeLists(world, known, actor, ({ id }) => ids.has(id))]
}

function filesOf({ problems }: DraftView, known: Known, actor: PersonActor): Attempt[] {
  return problems.flatMap(({ place }) => {
    return place.on === 'DOCUMENT' ? [upload(actor, known, place.kind, place.senderSignatureId)] : []
  })
}

function mend(world: World, draft: DraftView, known: Known, actor: PersonActor, refusal: Refusal): Attempt {
  const { kind, documentKind, fieldGroup, senderSignatureId } = refusal
  if (kind === 'DOCUMENT' && documentKind) {
    const filled = draft.slots.find(
      (one) => one.slot.kind === documentKind && one.senderSignatureId === senderSignatureId,
    )
    const [first] = filled?.pages ?? []
    const isFull = filled && filled.slot.max > 1 && filled.pages.length >= filled.slot.max
    // Where there is room for several, another is only taken once one went.
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
