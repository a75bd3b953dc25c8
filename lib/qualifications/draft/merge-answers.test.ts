import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeAnswers, parseSeen, seenAfter, seenOf } from './merge-answers'

const merge = (seen: Record<string, string>, stored: Record<string, string>, sent: Record<string, string>) =>
  mergeAnswers(parseSeen(seenOf(seen)), stored, sent)

test('an answer that no other device changed is changed or cleared', () => {
  expect(merge({ 'a.b': 'x' }, { 'a.b': 'x' }, { 'a.b': 'y', 'a.c': 'z' })).toEqual({
    changes: { 'a.b': 'y', 'a.c': 'z' },
    conflicts: [],
  })
  expect(merge({ 'a.b': 'x' }, { 'a.b': 'x' }, { 'a.b': '' }).changes).toEqual({ 'a.b': '' })
})

test("another device's answer stays where this one changed nothing", () => {
  expect(merge({ 'a.b': 'x' }, { 'a.b': 'theirs' }, { 'a.b': 'x', 'a.c': 'mine' })).toEqual({
    changes: { 'a.c': 'mine' },
    conflicts: [],
  })
  expect(merge({}, { 'a.b': 'theirs' }, { 'a.b': '' })).toEqual({ changes: {}, conflicts: [] })
})

test('an answer that both changed is a conflict, unless both gave the same', () => {
  expect(merge({ 'a.b': 'x' }, { 'a.b': 'theirs' }, { 'a.b': 'mine' })).toEqual({ changes: {}, conflicts: ['a.b'] })
  expect(merge({ 'a.b': 'x' }, { 'a.b': 'same' }, { 'a.b': 'same' })).toEqual({ changes: {}, conflicts: [] })
  expect(merge({}, { 'a.b': 'theirs' }, { 'a.b': 'mine' }).conflicts).toEqual(['a.b'])
})

test('an answer that was typed back to what the form was opened with is a conflict, or wins', () => {
  const [seen, stored, sent] = [
    parseSeen(seenOf({ 'a.b': 'x', 'a.c': 'x' })),
    { 'a.b': 'theirs', 'a.c': 'x' },
    { 'a.b': 'x', 'a.c': 'x' },
  ]
  const touched = ['a.b', 'a.c']
  expect(mergeAnswers(seen, stored, sent, { touched })).toEqual({ changes: {}, conflicts: ['a.b'] })
  expect(mergeAnswers(seen, stored, sent, { touched, overwrites: true })).toEqual({
    changes: { 'a.b': 'x' },
    conflicts: [],
  })
  expect(mergeAnswers(seen, stored, sent, { touched: ['a.c'] })).toEqual({ changes: {}, conflicts: [] })
})

test('a form with unreadable digests changes no stored answer', () => {
  for (const seen of ['nonsense', ':', ',,', 'a.b:wrong']) {
    expect(mergeAnswers(parseSeen(seen), { 'a.b': 'kept' }, { 'a.b': 'mine' }).conflicts).toEqual(['a.b'])
  }
})

const answers = fc.dictionary(fc.constantFrom('a.b', 'a.c', 'a.d'), fc.constantFrom('', 'x', 'y', 'z'))

test('property: no answer of another device is overwritten unseen, and none that was typed is dropped without a conflict', () => {
  fc.assert(
    fc.property(answers, answers, answers, (seen, stored, sent) => {
      const { changes, conflicts } = merge(seen, stored, sent)
      for (const [key, answer] of Object.entries(sent)) {
        const [was, is] = [seen[key] ?? '', stored[key] ?? '']
        if (key in changes) expect([changes[key], is]).toEqual([answer, was])
        else if (!conflicts.includes(key)) expect([is, was]).toContain(answer)
      }
    }),
  )
})

test('a save leaves the digests of what the form shows, and not of what another device stored meanwhile', () => {
  const seen = parseSeen(seenOf({ 'a.b': 'x', 'a.c': 'x', 'b.a': 'x' }))
  const after = parseSeen(seenAfter(seen, { 'a.b': 'x', 'a.c': 'mine' }))
  expect(after).toEqual(parseSeen(seenOf({ 'a.b': 'x', 'a.c': 'mine', 'b.a': 'x' })))
  // "a.b" is another device's by now: saving the form again leaves it as it is.
  expect(mergeAnswers(after, { 'a.b': 'theirs', 'a.c': 'mine' }, { 'a.b': 'x', 'a.c': 'mine' })).toEqual({
    changes: {},
    conflicts: [],
  })
  expect(seenAfter(seen, { 'a.b': '', 'a.c': '', 'b.a': '' })).toBe('')
})

test('overwriting wins the answers that both changed, and takes back no other', () => {
  const seen = parseSeen(seenOf({ 'a.b': 'x', 'a.c': 'x' }))
  const stored = { 'a.b': 'theirs', 'a.c': 'theirs' }
  expect(mergeAnswers(seen, stored, { 'a.b': 'mine', 'a.c': 'x' }, { overwrites: true })).toEqual({
    changes: { 'a.b': 'mine' },
    conflicts: [],
  })
})

const KEYS = ['a.b', 'a.c', 'a.d'] as const
const edit = fc.record({ tab: fc.nat(2), key: fc.constantFrom(...KEYS), answer: fc.constantFrom('', 'x', 'y', 'z') })
const save = fc.record({ tab: fc.nat(2), onConflict: fc.constantFrom('overwrite', 'reload') })

test('property: with three tabs and random edits, a save stores what was typed in its tab, and changes nothing else', () => {
  fc.assert(
    fc.property(answers, fc.array(fc.oneof(edit, save), { maxLength: 40 }), (atFirst, steps) => {
      let stored: Record<string, string> = atFirst
      const opened = () => ({ shown: { ...stored }, seen: seenOf(stored), typed: new Set<string>() })
      const tabs = [opened(), opened(), opened()]
      for (const step of steps) {
        const tab = tabs[step.tab] ?? opened()
        if ('key' in step) {
          tab.shown[step.key] = step.answer
          tab.typed.add(step.key)
          continue
        }
        const sent = Object.fromEntries(KEYS.map((key) => [key, tab.shown[key] ?? '']))
        const touched = [...tab.typed]
        let { changes, conflicts } = mergeAnswers(parseSeen(tab.seen), stored, sent, { touched })
        for (const key of conflicts) expect(tab.typed).toContain(key)
        if (conflicts.length > 0) {
          if (step.onConflict === 'reload') {
            tabs[step.tab] = opened()
            continue
          }
          ;({ changes, conflicts } = mergeAnswers(parseSeen(tab.seen), stored, sent, { overwrites: true, touched }))
          expect(conflicts).toEqual([])
        }
        for (const key of Object.keys(changes)) expect(tab.typed).toContain(key)
        stored = { ...stored, ...changes }
        for (const key of touched) expect(stored[key] ?? '').toBe(sent[key])
        tab.seen = seenAfter(parseSeen(tab.seen), sent)
        tab.typed.clear()
      }
    }),
    { numRuns: 1_000 },
  )
})
