import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeAnswers, parseSeen, seenOf } from './merge-answers'

const merge = (seen: Record<string, string>, kept: Record<string, string>, sent: Record<string, string>) =>
  mergeAnswers(parseSeen(seenOf(seen)), kept, sent)

test('what nobody else changed is changed; cleared, too', () => {
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

test('what both changed is a conflict, unless to the same', () => {
  expect(merge({ 'a.b': 'x' }, { 'a.b': 'theirs' }, { 'a.b': 'mine' })).toEqual({ changes: {}, conflicts: ['a.b'] })
  expect(merge({ 'a.b': 'x' }, { 'a.b': 'same' }, { 'a.b': 'same' })).toEqual({ changes: {}, conflicts: [] })
  expect(merge({}, { 'a.b': 'theirs' }, { 'a.b': 'mine' }).conflicts).toEqual(['a.b'])
})

test('a form that saw nothing of sense changes nothing that is kept', () => {
  for (const seen of ['nonsense', ':', ',,', 'a.b:wrong']) {
    expect(mergeAnswers(parseSeen(seen), { 'a.b': 'kept' }, { 'a.b': 'mine' }).conflicts).toEqual(['a.b'])
  }
})

const answers = fc.dictionary(fc.constantFrom('a.b', 'a.c', 'a.d'), fc.constantFrom('', 'x', 'y', 'z'))

test('law: nothing that another device wrote is overwritten unseen, and nothing typed is dropped unsaid', () => {
  fc.assert(
    fc.property(answers, answers, answers, (seen, kept, sent) => {
      const { changes, conflicts } = merge(seen, kept, sent)
      for (const [key, answer] of Object.entries(sent)) {
        const [was, is] = [seen[key] ?? '', kept[key] ?? '']
        if (key in changes) expect([changes[key], is]).toEqual([answer, was])
        else if (!conflicts.includes(key)) expect([is, was]).toContain(answer)
      }
    }),
  )
})
