import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DocumentKind, QualificationKind } from '@/lib/db/generated/enums'
import { BUILT_IN_RULEBOOK as RULEBOOK } from '@/lib/rulebook/built-in'
import { requiredGroups, requiredSlots } from '@/lib/rulebook/required-slots'
import { type PlannedPart, partsOf } from '@/lib/rulebook/requirements'
import { rulesFor } from '@/lib/rulebook/rules-for'
import type { JudgedPart, JudgedSubmission, LockContent } from '../changes'
import { type Locks, locksOf, slotKey } from './locks'

const PERSON = {
  'person.name': '王小明',
  'person.idType': 'RESIDENT_ID',
  'person.idNumber': '11010519491231002X',
  'person.birthDate': '1949-12-31',
  'person.idValidFrom': '2020-01-01',
  'person.idValidTo': 'LONG_TERM',
  'contact.phone': '+8613800138000',
  'use.purposes': 'NOTIFICATION',
  'use.audience': '顾客',
  'use.monthlyVolume': 'UP_TO_1000',
}
const KINDS: DocumentKind[] = ['ID_PORTRAIT', 'ID_EMBLEM', 'ID_IN_HAND', 'COMMITMENT_LETTER']

/** Describes a submission with two signatures, of which the second has evidence. */
const HANDED_IN: LockContent = {
  kind: 'INDIVIDUAL',
  fields: PERSON,
  signatures: [
    { id: 's1', text: '小明书屋', source: 'OWN_NAME', isOnBehalf: false, previousId: null },
    { id: 's2', text: '小明阅读', source: 'APP', isOnBehalf: false, previousId: null },
  ],
  samples: [{ id: 'm1', text: '您订的书到了。' }],
  ...documentsOf([
    ...KINDS.map((kind): [DocumentKind, null, string[]] => [kind, null, [`${kind}-file`]]),
    ['SIGNATURE_EVIDENCE', 's2', ['evidence-file']],
  ]),
}

function documentsOf(given: readonly (readonly [DocumentKind, string | null, string[]])[]) {
  return {
    rows: given.map(([kind, senderSignatureId, files]) => ({
      kind,
      senderSignatureId,
      pages: files.map((fileId) => ({ fileId })),
    })),
    documents: given.map(([kind, senderSignatureId, files]) => ({ kind, senderSignatureId, fileCount: files.length })),
  }
}

/** Returns the next revision as it is started: with new ids, and otherwise the same. */
function nextOf(content: LockContent): LockContent {
  const renamed = (id: string | null) => id && `${id}'`
  return {
    ...content,
    signatures: content.signatures.map((row) => ({ ...row, id: `${row.id}'`, previousId: row.id })),
    samples: content.samples.map((row) => ({ ...row, id: `${row.id}'` })),
    rows: content.rows.map((row) => ({ ...row, senderSignatureId: renamed(row.senderSignatureId) })),
    documents: content.documents.map((row) => ({ ...row, senderSignatureId: renamed(row.senderSignatureId) })),
  }
}

const nameOf = (part: PlannedPart): string => Object.values(part).join(' ')

/** Returns a judgement of each part; the named ones are refused. */
function judged(content: LockContent, refused: Record<string, Partial<JudgedPart>> = {}): JudgedSubmission {
  const parts = partsOf(RULEBOOK, content).map((part): JudgedPart => {
    const refusal = refused[nameOf(part)]
    return {
      id: nameOf(part),
      judgedId: nameOf(part),
      kind: part.kind,
      fieldGroup: part.kind === 'FIELDS' ? part.fieldGroup : null,
      documentKind: part.kind === 'DOCUMENT' ? part.documentKind : null,
      senderSignatureId: 'senderSignatureId' in part ? part.senderSignatureId : null,
      isAccepted: !refusal,
      reasons: refusal ? ['BLURRED'] : [],
      correction: refusal ? 'PICTURE' : null,
      correctionField: null,
      ...refusal,
    }
  })
  return { parts, content }
}

const states = ({ parts }: Locks) => Object.fromEntries(parts.map(({ part, state }) => [nameOf(part), state]))
const becauseOf = ({ parts }: Locks, name: string) => parts.find(({ part }) => nameOf(part) === name)?.because
const locksAfter = (change: Partial<LockContent>, refused: Record<string, Partial<JudgedPart>> = {}) =>
  locksOf(RULEBOOK, judged(HANDED_IN, refused), { ...nextOf(HANDED_IN), ...change }, [])
const withFields = (fields: Record<string, string>) => ({ fields: { ...PERSON, ...fields } })
const NAMED = (correctionField: string) => ({ correction: 'FIELD', correctionField }) as const

test('everything is open before anything was judged', () => {
  const { parts, openFields, mayAddSignatures, lockedSlots } = locksOf(RULEBOOK, null, HANDED_IN, [])
  expect(new Set(parts.map(({ state }) => state))).toEqual(new Set(['OPEN']))
  expect([mayAddSignatures, openFields.has('person.name'), lockedSlots.size]).toEqual([true, true, 0])
})

test('only refused parts are open, and the others are carried from the part that was judged', () => {
  const locks = locksAfter({}, { 'DOCUMENT ID_PORTRAIT ': {} })
  expect(states(locks)).toMatchObject({ 'DOCUMENT ID_PORTRAIT ': 'OPEN', 'DOCUMENT ID_EMBLEM ': 'LOCKED' })
  expect(Object.values(states(locks)).filter((state) => state !== 'LOCKED')).toHaveLength(1)
  expect([...locks.openFields, ...locks.openSignatures]).toEqual([])
  expect([locks.mayAddSignatures, locks.areSamplesOpen]).toEqual([false, false])
  expect(locks.lockedSlots.has(slotKey('ID_PORTRAIT', null))).toBe(false)
  expect(locks.lockedSlots.has(slotKey('SIGNATURE_EVIDENCE', "s2'"))).toBe(true)
  expect(locks.parts.map(({ judgedId }) => judgedId)).toContain('SENDER_SIGNATURE s2')
  expect(locks.refused).toEqual([
    { partId: 'DOCUMENT ID_PORTRAIT ', isCorrected: false, mustCorrect: true, isOnlyAddedTo: false },
  ])
})

test('a field named by a refusal opens with the fields that must be corrected along with it, and no other', () => {
  const { openFields } = locksAfter({}, { 'DOCUMENT ID_PORTRAIT ': NAMED('person.idNumber') })
  expect([...openFields].toSorted()).toEqual(['person.birthDate', 'person.idNumber', 'person.idType'])
})

test('a refused group is open as a whole', () => {
  const { openFields } = locksAfter({}, { 'FIELDS use': NAMED('use.audience') })
  const group = requiredGroups(RULEBOOK, HANDED_IN)
    .find(({ key }) => key === 'use')
    ?.fields.map(({ key }) => key)
  expect(group).toEqual(expect.arrayContaining(['use.audience', 'use.monthlyVolume', 'use.purposes']))
  expect([...openFields].toSorted()).toEqual(group?.toSorted())
})

test('a changed field unlocks its group and all that depends on it; the old value locks them again', () => {
  const refused = { 'DOCUMENT ID_PORTRAIT ': NAMED('person.name') }
  const locks = locksAfter(withFields({ 'person.name': '王晓明' }), refused)
  expect(states(locks)).toMatchObject({
    'FIELDS identity': 'UNLOCKED',
    'DOCUMENT ID_IN_HAND ': 'UNLOCKED',
    'DOCUMENT COMMITMENT_LETTER ': 'UNLOCKED',
    "SENDER_SIGNATURE s1'": 'UNLOCKED',
    "SENDER_SIGNATURE s2'": 'UNLOCKED',
    'DOCUMENT ID_EMBLEM ': 'LOCKED',
    'FIELDS use': 'LOCKED',
  })
  expect(becauseOf(locks, 'DOCUMENT COMMITMENT_LETTER ')).toEqual(['person.name'])
  expect(locks.lockedSlots.has(slotKey('ID_IN_HAND', null))).toBe(false)
  expect(locks.refused).toMatchObject([{ isCorrected: true }])
  expect(Object.values(states(locksAfter({}, refused))).filter((state) => state === 'UNLOCKED')).toEqual([])
})

test('a replaced file stays unlocked after the field that unlocked it got its old value back', () => {
  const rows = nextOf(HANDED_IN).rows.map((row) =>
    row.kind === 'ID_IN_HAND' ? { ...row, pages: [{ fileId: 'another' }] } : row,
  )
  const locks = locksAfter({ rows }, { 'DOCUMENT ID_PORTRAIT ': {} })
  expect(states(locks)).toMatchObject({ 'DOCUMENT ID_IN_HAND ': 'UNLOCKED', 'FIELDS identity': 'LOCKED' })
  expect(becauseOf(locks, 'DOCUMENT ID_IN_HAND ')).toEqual(['files'])
  expect(locks.lockedSlots.has(slotKey('ID_IN_HAND', null))).toBe(false)
})

test('a refused signature may be edited and others added; the letter that names them all is reviewed again', () => {
  const refused = { 'SENDER_SIGNATURE s2': NAMED('signature') }
  const untouched = locksAfter({}, refused)
  expect([...untouched.openSignatures]).toEqual(["s2'"])
  expect(untouched.mayAddSignatures).toBe(true)
  expect(untouched.lockedSlots.has(slotKey('SIGNATURE_EVIDENCE', "s2'"))).toBe(false)
  expect(untouched.refused).toMatchObject([{ isCorrected: false }])

  const [first, second] = nextOf(HANDED_IN).signatures
  if (!first || !second) throw new Error('Two signatures')
  const edited = locksAfter({ signatures: [first, { ...second, text: '小明阅读社' }] }, refused)
  expect(states(edited)).toMatchObject({
    "SENDER_SIGNATURE s1'": 'LOCKED',
    "SENDER_SIGNATURE s2'": 'OPEN',
    "DOCUMENT SIGNATURE_EVIDENCE s2'": 'UNLOCKED',
    'DOCUMENT COMMITMENT_LETTER ': 'UNLOCKED',
  })
  expect(becauseOf(edited, 'DOCUMENT COMMITMENT_LETTER ')).toEqual(['signatures'])
  expect(edited.refused).toMatchObject([{ isCorrected: true }])
  expect(locksAfter({ signatures: [first] }, refused).refused).toMatchObject([{ isCorrected: true }])
})

test('a signature whose evidence was refused may be removed', () => {
  const locks = locksAfter({}, { 'DOCUMENT SIGNATURE_EVIDENCE s2': {} })
  expect([...locks.openSignatures]).toEqual(["s2'"])
  expect(states(locks)["SENDER_SIGNATURE s2'"]).toBe('LOCKED')
})

test('an accepted answer can be corrected when it is wrong now', () => {
  const place = { on: 'FIELD', group: 'identity', key: 'person.idValidTo' } as const
  const ended = { code: 'VALIDITY_ENDED', place, params: {} } as const
  const locks = locksOf(RULEBOOK, judged(HANDED_IN, { 'DOCUMENT ID_IN_HAND ': {} }), { ...nextOf(HANDED_IN) }, [ended])
  const along = ['person.idNumber', 'person.idValidFrom'] // a new ID has others of these
  expect([...locks.openFields].toSorted()).toEqual([...along, 'person.idValidTo'])
})

test('a refused picture is corrected by another picture, not by a field', () => {
  const name = withFields({ 'person.name': '王晓明' })
  const refusedAs = (refusal: Partial<JudgedPart>) => locksAfter(name, { 'DOCUMENT ID_PORTRAIT ': refusal }).refused
  expect(refusedAs({ correction: 'PICTURE' })).toMatchObject([{ isCorrected: false }])
  expect(refusedAs(NAMED('person.name'))).toMatchObject([{ isCorrected: true }])
})

test('photographs added to a refused letter correct it where a page was missing; otherwise one that was refused has to go', () => {
  const withFiles = (...ids: string[]) =>
    nextOf(HANDED_IN).rows.map((row) =>
      row.kind === 'COMMITMENT_LETTER' ? { ...row, pages: ids.map((fileId) => ({ fileId })) } : row,
    )
  const [old = ''] =
    HANDED_IN.rows.find(({ kind }) => kind === 'COMMITMENT_LETTER')?.pages.map((page) => page.fileId) ?? []
  const refusedFor = (...reasons: string[]) => ({
    'DOCUMENT COMMITMENT_LETTER ': { correction: 'PICTURE' as const, reasons },
  })
  const after = (files: string[], ...reasons: string[]) =>
    locksAfter({ rows: withFiles(...files) }, refusedFor(...reasons)).refused
  expect(after([old, 'new'], 'THUMBPRINT_MISSING')).toMatchObject([{ isCorrected: false, isOnlyAddedTo: true }])
  expect(after(['new'], 'THUMBPRINT_MISSING')).toMatchObject([{ isCorrected: true, isOnlyAddedTo: false }])
  expect(after([old, 'new'], 'THUMBPRINT_MISSING', 'PAGE_MISSING')).toMatchObject([{ isCorrected: true }])
  expect(after([old, 'new'], 'OTHER')).toMatchObject([{ isCorrected: true }])
  expect(after([old], 'THUMBPRINT_MISSING')).toMatchObject([{ isCorrected: false, isOnlyAddedTo: false }])
})

test('a refused use opens the sample messages, which stay accepted until they are changed', () => {
  const refused = { 'FIELDS use': NAMED('use.audience') }
  const unchanged = locksAfter({}, refused)
  expect([unchanged.areSamplesOpen, states(unchanged).SAMPLE_MESSAGES]).toEqual([true, 'LOCKED'])
  const samples = [{ id: "m1'", text: '您订的书到了，请来取。' }]
  expect(states(locksAfter({ samples }, refused)).SAMPLE_MESSAGES).toBe('UNLOCKED')
  expect(locksAfter({}, { 'FIELDS identity': NAMED('person.name') }).areSamplesOpen).toBe(false)
})

test('sample messages are reviewed again when the purpose changes, and a signature when it becomes one of the principal', () => {
  const purposes = withFields({ 'use.purposes': 'MARKETING' })
  const locks = locksAfter(purposes, { 'FIELDS use': NAMED('use.purposes') })
  expect(becauseOf(locks, 'SAMPLE_MESSAGES')).toEqual(['use.purposes'])
  expect(locks.areSamplesOpen).toBe(true)

  const signatures = nextOf(HANDED_IN).signatures.map((row) => ({ ...row, isOnBehalf: row.id === "s2'" }))
  const covered = locksAfter({ signatures }, { 'SENDER_SIGNATURE s1': NAMED('signature') })
  expect(becauseOf(covered, "SENDER_SIGNATURE s2'")).toEqual(['signature'])
})

test('a group that the current answers newly require is open', () => {
  const before: LockContent = { ...HANDED_IN, kind: 'ORGANISATION', fields: { 'use.onBehalf': 'OWN_USE' } }
  const now = { ...nextOf(before), fields: { 'use.onBehalf': 'ON_BEHALF' } }
  const locks = locksOf(RULEBOOK, judged(before, { 'FIELDS use': NAMED('use.onBehalf') }), now, [])
  expect(states(locks)['FIELDS principal']).toBe('OPEN')
  expect(locks.openFields.has('principal.name')).toBe(true)
  expect(states(locks)["SENDER_SIGNATURE s1'"]).toBe('UNLOCKED')
})

test('a part refused only by a note and a phone that is filled in may be submitted again unchanged', () => {
  const { refused } = locksAfter(
    {},
    {
      'FIELDS contact': NAMED('contact.phone'),
      SAMPLE_MESSAGES: { reasons: ['OTHER'], ...NAMED('samples') },
      'FIELDS use': NAMED('use.audience'),
    },
  )
  expect(refused.map(({ partId, mustCorrect }) => [partId, mustCorrect])).toEqual([
    ['FIELDS contact', false],
    ['FIELDS use', true],
    ['SAMPLE_MESSAGES', false],
  ])
})

/**
 * Returns what a part shows to its reviewer. It doesn't use the code under test, which would be compared with itself.
 */
function shows(part: PlannedPart, { fields, ...content }: LockContent, signatureId: string | null): unknown {
  switch (part.kind) {
    case 'FIELDS': {
      const required = requiredGroups(RULEBOOK, { fields, ...content }).find(({ key }) => key === part.fieldGroup)
      return required?.fields.map(({ key }) => [key, fields[key] ?? ''])
    }
    case 'SAMPLE_MESSAGES':
      return content.samples.map(({ text }) => text)
    case 'SENDER_SIGNATURE': {
      const found = content.signatures.find(({ id }) => id === signatureId)
      return [found?.text, found?.source, found?.isOnBehalf]
    }
    case 'DOCUMENT':
      return content.rows
        .filter((row) => row.kind === part.documentKind && row.senderSignatureId === signatureId)
        .flatMap(({ pages }) => pages.map(({ fileId }) => fileId))
  }
}

const few = fc.constantFrom('a', 'b')
const contents = (kind: QualificationKind): fc.Arbitrary<LockContent> => {
  const rules = rulesFor(RULEBOOK, kind)
  const answer = rules.groups
    .flatMap(({ fields }) => fields)
    .map(({ key, options }) => [key, options ? fc.constantFrom(...options) : few] as const)
  return fc
    .record({
      fields: fc.record(Object.fromEntries(answer)),
      signatures: fc.array(
        fc.record({
          text: few,
          source: fc.constantFrom(...rules.signatures.sources.map(({ source }) => source)),
          isOnBehalf: fc.boolean(),
        }),
        { minLength: 1, maxLength: 3 },
      ),
      samples: fc.array(few, { minLength: 1, maxLength: 2 }),
      files: fc.array(few, { minLength: rules.documents.length + 3, maxLength: rules.documents.length + 3 }),
    })
    .map(({ fields, signatures, samples, files }) => {
      const rows = signatures.map((row, index) => ({ ...row, id: `s${index}`, previousId: null }))
      const base = {
        kind,
        fields,
        signatures: rows,
        samples: samples.map((text, index) => ({ id: `m${index}`, text })),
      }
      const slots = requiredSlots(RULEBOOK, { ...base, documents: [] })
      return {
        ...base,
        ...documentsOf(
          slots.map((required, index) => [required.slot.kind, required.senderSignatureId, [files[index] ?? 'a']]),
        ),
      }
    })
}

test.each(['INDIVIDUAL', 'ORGANISATION'] as const)('%s: a carried part shows exactly what was accepted', (kind) => {
  let locked = 0
  let unlocked = 0
  const twoOf = fc.tuple(contents(kind), contents(kind), fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }))
  fc.assert(
    fc.property(
      twoOf,
      fc.constantFrom('fields', 'signatures', 'samples', 'rows', 'nothing'),
      ([before, other, accepted], change) => {
        const names = partsOf(RULEBOOK, before).map(nameOf)
        const refused = Object.fromEntries(names.filter((_, index) => !accepted[index]).map((name) => [name, {}]))
        const last = judged(before, refused)
        const started = nextOf(before)
        const now: LockContent = {
          ...started,
          ...(change === 'fields' ? { fields: other.fields } : {}),
          ...(change === 'samples' ? { samples: other.samples } : {}),
          ...(change === 'signatures'
            ? {
                signatures: started.signatures.map((row, index) => ({
                  ...row,
                  ...(other.signatures[index] ? { text: other.signatures[index].text } : {}),
                })),
              }
            : {}),
          ...(change === 'rows'
            ? { rows: started.rows.map((row, index) => ({ ...row, pages: other.rows[index]?.pages ?? row.pages })) }
            : {}),
        }
        const locks = locksOf(RULEBOOK, last, now, [])
        expect(locks.parts.map(({ part }) => part)).toEqual(partsOf(RULEBOOK, now))
        for (const { part, state, judgedId } of locks.parts) {
          const idNow = 'senderSignatureId' in part ? part.senderSignatureId : null
          const idBefore = idNow?.replace("'", '') ?? null
          if (state === 'UNLOCKED') unlocked += 1
          expect(judgedId !== null).toBe(state === 'LOCKED')
          if (state !== 'LOCKED') continue
          locked += 1
          expect(shows(part, now, idNow)).toEqual(shows(part, before, idBefore))
          expect(last.parts.find(({ id }) => id === judgedId)?.isAccepted).toBe(true)
        }
        for (const { key, fields } of requiredGroups(RULEBOOK, now)) {
          for (const field of fields) {
            if (locks.openFields.has(field.key)) continue
            expect(now.fields[field.key]).toBe(before.fields[field.key])
            expect(refused[`FIELDS ${key}`]).toBeUndefined()
          }
        }
        if (change === 'nothing') expect(Object.values(states(locks))).not.toContain('UNLOCKED')
      },
    ),
    { numRuns: 400, seed: 20_241_001 },
  )
  expect(locked).toBeGreaterThan(100)
  expect(unlocked).toBeGreaterThan(100)
})
