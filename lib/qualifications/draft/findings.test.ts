import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { Finding } from '@/lib/rulebook/findings'
import { partsOf, problemsOf } from '@/lib/rulebook/requirements'
import { CN_MAINLAND_2024_10 as RULEBOOK } from '@/lib/rulebook/versions/cn-mainland-2024-10'
import { anOrganisationContent } from '@/tests/factories/contents'
import type { JudgedPart, JudgedSubmission } from '../changes'
import type { SubmissionContent } from '../content'
import type { UnreadyFile } from '../files/unready-files'
import { type Examined, findingsOf } from './findings'
import type { LetterStanding } from './letters/letter-standings'
import { locksOf } from './locks'

const NOW = new Date('2026-11-25T04:00:00Z')

/** Returns a document with files of these names. The bytes follow from the name: `a` and `a'` have the same. */
function rowOf(kind: DocumentKind, names: string[], senderSignatureId: string | null = null) {
  const pages = names.map((name, position) => {
    const sha256 = createHash('sha256').update(name.replace(/'$/, '')).digest()
    const picture = {
      mediaType: 'image/jpeg',
      size: 1,
      pageCount: 1,
      width: 1,
      height: 1,
      doubts: [],
      createdAt: NOW,
      isForwarded: false,
      confirmedAt: null,
    }
    return {
      fileId: name,
      position,
      isToReplace: false,
      file: { id: name, uploadedById: 'u', uploadedByKeyId: null, sha256, ...picture },
    }
  })
  return { id: `${kind} ${senderSignatureId}`, kind, senderSignatureId, pages }
}

type Given = {
  fields?: Record<string, string>
  /** Names the files by document, in place of one of its own. */
  files?: Partial<Record<DocumentKind, string[]>>
  signatures?: SubmissionContent['signatures']
  evidence?: Record<string, string[]>
  samples?: SubmissionContent['samples']
}

const OWN = { id: 's1', text: '样本科技', source: 'ORGANISATION_NAME', isOnBehalf: false, previousId: null } as const

function contentOf({ fields, files = {}, signatures = [OWN], evidence = {}, samples }: Given = {}): SubmissionContent {
  const content = anOrganisationContent({ 'use.purposes': 'NOTIFICATION', ...fields })
  const rows = [
    ...content.documents.map(({ kind }) => rowOf(kind, files[kind] ?? [kind])),
    ...Object.entries(evidence).map(([id, names]) => rowOf('SIGNATURE_EVIDENCE', names, id)),
  ]
  const documents = rows.map(({ pages, ...row }) => ({ ...row, fileCount: pages.length }))
  return { ...content, signatures, samples: samples ?? content.samples, rows, documents }
}

function examined(content: SubmissionContent, more: Partial<Examined> = {}): Examined {
  const judged = more.judged ?? null
  const problems = problemsOf(RULEBOOK, content, '2026-11-25')
  const locks = locksOf(RULEBOOK, judged, content, problems)
  const nothing = { unready: [], letters: new Map(), letterDoubts: new Map(), carriedFrom: null, readings: new Map() }
  return { rulebook: RULEBOOK, content, now: NOW, problems, judged, locks, isReadable: () => true, ...nothing, ...more }
}

const placeOf = ({ place }: Finding) => ('key' in place ? place.key : 'kind' in place ? place.kind : place.on)
const found = (...given: Parameters<typeof examined>) =>
  findingsOf(examined(...given)).map((finding) => [finding.severity, finding.code, placeOf(finding)])

const aFile = (slotKind: DocumentKind, state: UnreadyFile['state']) =>
  ({ state, slotKind, slotSignatureId: null }) as UnreadyFile

test('a draft without fault shows nothing', () => {
  expect(found(contentOf())).toEqual([])
})

test('the list is worst first, and in the order of the pages otherwise', () => {
  const fields = { 'organisation.name': '', 'organisation.validTo': '2026-12-01', 'legalRep.idValidTo': '2026-12-01' }
  const carriedFrom = contentOf({ fields })
  expect(found(contentOf({ fields, files: { LEGAL_REP_ID_PORTRAIT: ['LICENCE'] } }), { carriedFrom })).toEqual([
    ['block', 'REQUIRED', 'organisation.name'],
    ['warn', 'ENDS_SOON', 'organisation.validTo'],
    ['warn', 'ENDS_SOON', 'legalRep.idValidTo'],
    ['warn', 'CARRIED_ENDS_SOON', 'LICENCE'],
    ['warn', 'CARRIED_ENDS_SOON', 'LEGAL_REP_ID_EMBLEM'],
    ['warn', 'SAME_FILE', 'LICENCE'],
    ['warn', 'SAME_FILE', 'LEGAL_REP_ID_PORTRAIT'],
    ['note', 'CARRIED_OVER', 'ADMIN_ID_IN_HAND'],
    ['note', 'CARRIED_OVER', 'COMMITMENT_LETTER'],
  ])
})

test('nothing is doubted of what is wrong already', () => {
  const samples = [{ id: 'm1', text: `【别家】${'满减'.repeat(300)}` }]
  expect(found(contentOf({ samples }))).toEqual([['block', 'SAMPLE_TOO_LONG', 'SAMPLE']])
})

test('a document whose file is examined is not missing, and one whose file was refused is', () => {
  const content = contentOf({ files: { LICENCE: [] } })
  const examining: Finding = {
    ...{ code: 'FILES_EXAMINED', severity: 'block', params: { files: 2 } },
    place: { on: 'DOCUMENT', kind: 'LICENCE', senderSignatureId: null },
  }
  const received = aFile('LICENCE', 'RECEIVED')
  expect(findingsOf(examined(content, { unready: [received, received] }))).toEqual([examining])
  expect(found(content, { unready: [aFile('LICENCE', 'REFUSED')] })).toEqual([['block', 'DOCUMENT_MISSING', 'LICENCE']])
})

describe('the same file', () => {
  test('in two documents is warned of in both, under any name', () => {
    expect(found(contentOf({ files: { LEGAL_REP_ID_EMBLEM: ["LEGAL_REP_ID_PORTRAIT'"] } }))).toEqual([
      ['warn', 'SAME_FILE', 'LEGAL_REP_ID_PORTRAIT'],
      ['warn', 'SAME_FILE', 'LEGAL_REP_ID_EMBLEM'],
    ])
  })

  test('may be evidence of several signatures, but nothing else as well', () => {
    const signatures = (['s1', 's2'] as const).map((id) => ({ ...OWN, id, text: `样本${id}`, source: 'APP' as const }))
    const evidence = { s1: ['app'], s2: ['app'] }
    expect(found(contentOf({ signatures, evidence }))).toEqual([])
    expect(found(contentOf({ signatures, evidence, files: { LICENCE: ['app'] } }))).toHaveLength(3)
  })

  test('in a document that these answers don’t require is not counted: it will be removed', () => {
    const content = contentOf()
    const rows = [...content.rows, rowOf('PRINCIPAL_LICENCE', ['LICENCE'])]
    expect(found({ ...content, rows })).toEqual([])
  })
})

describe('a renewal', () => {
  const carriedFrom = contentOf({ fields: { 'legalRep.idValidTo': '2027-12-31' } })

  test('names what is carried over, and not what is new', () => {
    const files = { LICENCE: ['new'], ADMIN_ID_IN_HAND: ['new 2'], COMMITMENT_LETTER: ['new 3'] }
    const content = contentOf({ fields: { 'legalRep.idValidTo': '2027-12-31' }, files })
    expect(found(content, { carriedFrom })).toEqual([
      ['note', 'CARRIED_OVER', 'LEGAL_REP_ID_PORTRAIT'],
      ['note', 'CARRIED_OVER', 'LEGAL_REP_ID_EMBLEM'],
    ])
    expect(found(content)).toEqual([])
  })

  test.each([
    ['2027-01-24', 'CARRIED_ENDS_SOON', 'ENDS_SOON'],
    ['2027-01-25', 'CARRIED_OVER', 'ENDS_EARLY'],
  ])('warns of photographs of an ID that ends on %s as %s', (day, code, end) => {
    const same = { fields: { 'legalRep.idValidTo': day } }
    const codes = found(contentOf(same), { carriedFrom: contentOf(same) })
    expect(codes).toContainEqual(['warn', end, 'legalRep.idValidTo'])
    const severity = code === 'CARRIED_OVER' ? 'note' : 'warn'
    for (const kind of ['LEGAL_REP_ID_PORTRAIT', 'LEGAL_REP_ID_EMBLEM']) {
      expect(codes).toContainEqual([severity, code, kind])
    }
    expect(codes).toContainEqual(['note', 'CARRIED_OVER', 'LICENCE'])
  })

  test('warns of photographs that show what was changed since', () => {
    const codes = found(contentOf({ fields: { 'legalRep.idValidTo': '2035-12-31' } }), { carriedFrom })
    // The validity is on the emblem side alone.
    expect(codes).toContainEqual(['warn', 'CARRIED_BUT_CHANGED', 'LEGAL_REP_ID_EMBLEM'])
    expect(codes).toContainEqual(['note', 'CARRIED_OVER', 'LEGAL_REP_ID_PORTRAIT'])
  })
})

describe('in a further revision', () => {
  const before = contentOf({
    fields: { 'legalRep.idValidTo': '2026-12-01' },
    signatures: [{ ...OWN, text: '别家' }],
    samples: [{ id: 'm1', text: '【样本科技】您的订单已发货。' }],
    files: { LEGAL_REP_ID_EMBLEM: ['LICENCE'] },
  })
  const now: SubmissionContent = { ...before, signatures: [{ ...OWN, id: 's2', text: '别家', previousId: 's1' }] }

  function judged(refused: readonly string[], more: Partial<JudgedPart> = {}): JudgedSubmission {
    const parts = partsOf(RULEBOOK, before).map((part): JudgedPart => {
      const name = Object.values(part)[1] ?? part.kind
      const isAccepted = !refused.includes(String(name))
      return {
        ...{ id: String(name), judgedId: String(name), kind: part.kind },
        fieldGroup: part.kind === 'FIELDS' ? part.fieldGroup : null,
        documentKind: part.kind === 'DOCUMENT' ? part.documentKind : null,
        senderSignatureId: 'senderSignatureId' in part ? part.senderSignatureId : null,
        ...{
          isAccepted,
          reasons: isAccepted ? [] : ['BLURRED'],
          correction: isAccepted ? null : 'PICTURE',
          correctionField: null,
        },
        ...(isAccepted ? {} : more),
      }
    })
    return { parts, content: before }
  }

  test('nothing is said of what was accepted: it can’t be changed', () => {
    expect(found(now, { judged: judged(['LICENCE']) })).toEqual([['block', 'NOT_CORRECTED', 'LICENCE']])
  })

  test('what was refused and may be submitted as it was is a warning', () => {
    const why = { reasons: ['OTHER'] }
    expect(found(now, { judged: judged(['use'], why) })).toContainEqual(['warn', 'NOT_CORRECTED', 'GROUP'])
    const named = { ...why, correctionField: 'use.audience', correction: 'FIELD' } as const
    expect(found(now, { judged: judged(['use'], named) })).toContainEqual(['warn', 'NOT_CORRECTED', 'use.audience'])
    expect(found(now, { judged: judged(['s1'], why) })).toContainEqual(['warn', 'NOT_CORRECTED', 'SIGNATURE'])
    expect(found(now, { judged: judged(['SAMPLE_MESSAGES'], why) })).toContainEqual([
      'warn',
      'NOT_CORRECTED',
      'SAMPLES',
    ])
  })

  test('what is open is warned of as in the first', () => {
    const codes = found(now, { judged: judged(['SAMPLE_MESSAGES'], { reasons: ['OTHER'] }) })
    expect(codes).toContainEqual(['warn', 'SAMPLE_OTHER_SIGNATURE', 'SAMPLE'])
  })
})

test('a void letter blocks until it is signed again, and the applicant confirms an uncertain one', () => {
  const letterIs = (standing: LetterStanding) => ({ letters: new Map([['COMMITMENT_LETTER' as const, standing]]) })
  const isVoid = letterIs({ state: 'VOID', changes: [], since: null })
  expect(found(contentOf(), isVoid)).toEqual([['block', 'LETTER_OUTDATED', 'COMMITMENT_LETTER']])
  const isUncertain = letterIs({ state: 'UNCERTAIN' })
  expect(found(contentOf(), isUncertain)).toEqual([['warn', 'LETTER_UNCERTAIN', 'COMMITMENT_LETTER']])
  const isForeign = letterIs({ state: 'FOREIGN', pages: [] })
  expect(found(contentOf(), isForeign)).toEqual([['block', 'LETTER_WRONG_PARTY', 'COMMITMENT_LETTER']])
})

test('what a machine doubts in the photographs of a letter is a warning, and not said where the letter is void', () => {
  const doubts = [{ code: 'SEAL_MISSING' }, { code: 'PAGE_MISSING', letterPages: [2] }] as const
  const letterDoubts = new Map([['COMMITMENT_LETTER', doubts]] as const)
  expect(found(contentOf(), { letterDoubts })).toEqual([
    ['warn', 'SEAL_MISSING', 'COMMITMENT_LETTER'],
    ['warn', 'PAGE_MISSING', 'COMMITMENT_LETTER'],
  ])
  const findings = findingsOf(examined(contentOf(), { letterDoubts }))
  expect(findings.map(({ letterPages }) => letterPages)).toEqual([undefined, [2]])
  const standing = (state: LetterStanding) => ({ letters: new Map([['COMMITMENT_LETTER' as const, state]]) })
  const isVoid = standing({ state: 'VOID', changes: [], since: null })
  expect(found(contentOf(), { letterDoubts, ...isVoid })).toEqual([['block', 'LETTER_OUTDATED', 'COMMITMENT_LETTER']])
  const isForeign = standing({ state: 'FOREIGN', pages: [] })
  expect(found(contentOf(), { letterDoubts, ...isForeign })).toEqual([
    ['block', 'LETTER_WRONG_PARTY', 'COMMITMENT_LETTER'],
    ['warn', 'SEAL_MISSING', 'COMMITMENT_LETTER'],
    ['warn', 'PAGE_MISSING', 'COMMITMENT_LETTER'],
  ])
})
