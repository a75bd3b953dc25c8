import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { readDraft } from './read-draft'
import { saveFields } from './save-fields'
import { saveSignatures } from './save-signatures'

/** The two forms of a draft that save themselves, and the answers of each that tabs change here. */
const FORMS = { fields: ['person.name', 'person.idNumber'], lists: ['signature', 'sample'] } as const
/** Names the lists of that form, each with one row. */
const LISTS = ['signatures', 'samples'] as const
type Form = keyof typeof FORMS
type Answers = Record<string, string>

const FORM = fc.constantFrom<Form>('fields', 'lists')
/** Types one answer in a tab, or none, and mostly saves its form then. */
const STEP = fc.record({
  tab: fc.nat(2),
  form: FORM,
  /** An answer of null is the one that the tab opened with, or saved last. */
  edited: fc.option(fc.record({ at: fc.nat(1), answer: fc.constantFrom('甲', '乙', '丙', null) }), { freq: 3 }),
  saves: fc.nat(3),
  onConflict: fc.constantFrom('overwrite', 'reload'),
})

type Ready = { applicant: PersonActor; id: string; signature: { id: string }; sample: { id: string } }

async function stored({ applicant, id }: Ready): Promise<{ answers: Answers; seen: Record<Form, string> }> {
  const draft = await readDraft(applicant, id)
  if (!draft) throw new Error('No draft')
  const { 'person.name': name = '', 'person.idNumber': idNumber = '' } = draft.fields
  const lists = { signature: draft.signatures[0]?.text ?? '', sample: draft.samples[0]?.text ?? '' }
  const seen = { fields: draft.seen.fields, lists: draft.seen.signatures }
  return { answers: { 'person.name': name, 'person.idNumber': idNumber, ...lists }, seen }
}

/** Sends a form as a tab shows it. Returns what the tab has seen from then on; null for a conflict. */
async function send(ready: Ready, form: Form, tab: Tab, overwrite: 'yes' | null = null): Promise<string | null> {
  const { applicant, id: qualificationId, signature, sample } = ready
  const { shown } = tab
  const about = { qualificationId, seen: tab.seen[form], overwrite }
  const touched = FORMS[form].filter((key) => tab.typed.has(key))
  const answers = Object.fromEntries(FORMS.fields.map((key) => [key, shown[key] ?? '']))
  const row = { id: signature.id, source: 'OWN_NAME', text: shown.signature ?? '' } as const
  const lists = { signatures: [row], samples: [{ id: sample.id, text: shown.sample ?? '' }] }
  const saving =
    form === 'fields'
      ? saveFields(applicant, { ...about, touched, task: 'identity', answers })
      : saveSignatures(applicant, {
          ...about,
          touched: LISTS.filter((_, at) => touched.some((key) => key === FORMS.lists[at])),
          ...lists,
        })
  return saving.then(
    ({ seen }) => seen,
    (error) => {
      if (error instanceof DomainError && error.code === 'CONFLICT') return null
      throw error
    },
  )
}

/**
 * A tab shows answers, knows those with which it opened or which it saved last and which were typed since, and holds
 * the digests of its forms.
 */
type Tab = { shown: Answers; base: Answers; typed: Set<string>; seen: Record<Form, string> }

test('property: with three tabs and random edits, what was typed last in any of them is stored, or its tab is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(STEP, { minLength: 16, maxLength: 24 }), async (steps) => {
      const ready = await aReadyDraft()
      const open = async (): Promise<Tab> => {
        const { answers, seen } = await stored(ready)
        return { shown: { ...answers }, base: answers, typed: new Set(), seen }
      }
      const tabs = [await open(), await open(), await open()]
      let last = (await stored(ready)).answers
      for (const step of steps) {
        const tab = tabs[step.tab] ?? (await open())
        if (step.edited) {
          const key = FORMS[step.form][step.edited.at] ?? ''
          tab.shown[key] = step.edited.answer ?? tab.base[key] ?? ''
          tab.typed.add(key)
        }
        if (step.saves === 0) continue
        const typed = FORMS[step.form].filter((key) => tab.typed.has(key))
        let seen = await send(ready, step.form, tab)
        if (seen === null) {
          expect(typed.some((key) => last[key] !== tab.base[key])).toBe(true)
          expect((await stored(ready)).answers).toEqual(last)
          if (step.onConflict === 'reload') tabs[step.tab] = await open()
          else seen = await send(ready, step.form, tab, 'yes')
        }
        if (seen === null) continue
        tab.seen[step.form] = seen
        for (const key of typed) {
          last = { ...last, [key]: tab.shown[key] ?? '' }
          tab.typed.delete(key)
        }
        for (const key of FORMS[step.form]) tab.base[key] = tab.shown[key] ?? ''
        expect((await stored(ready)).answers).toEqual(last)
      }
    }),
    { numRuns: 12 },
  )
})
