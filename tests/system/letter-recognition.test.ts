import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { reader, readLetter } from '@/lib/checks/read-picture'
import type { Reading } from '@/lib/checks/reading'
import { renditionsOf } from '@/lib/cli/checks/read-file'
import { newId } from '@/lib/core/ids'
import english from '@/lib/core/languages/messages/en/rulebook.json'
import chinese from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import { LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { BUILT_IN_LETTERS, titlesOf } from '@/lib/rulebook/letters/built-in'
import { drawLetter } from '@/lib/rulebook/letters/draw-letter'
import { letterSigner } from '@/lib/rulebook/letters/letter-code'
import { letterPicture } from '@/lib/rulebook/letters/letter-pictures'
import { LETTER_VARIANTS } from '@/lib/rulebook/letters/letter-text'
import { type LetterFinding, letterDoubts, letterFindings } from '@/lib/rulebook/warnings/letters'
import { pictureDoubts } from '@/lib/rulebook/warnings/pictures'
import { randomFrom } from '@/scripts/demo/specimens/random'
import { aFullLetter, LETTER_ID, SIGNER } from '@/tests/factories/letters'
import { letterPhotographs } from '@/tests/factories/photographed/letter-photographs'
import { aCat, asPdf } from '@/tests/factories/photographed/mixed-letters'
import { otherPaper } from '@/tests/factories/photographed/papers'
import { photograph } from '@/tests/factories/photographed/photograph'
import { printed } from '@/tests/factories/photographed/printed-letters'
import { signedPage } from '@/tests/factories/photographed/signed-letters'
import { IS_LONG } from '@/tests/setup/heavy'
import { startCommand } from '@/tests/setup/portal'

/** Pictures are read slowly on a machine that does other things too, and the reader gives way to those. */
vi.setConfig({ testTimeout: 600_000 })

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-recognise-'))
})
afterAll(() => {
  reader().close()
  rmSync(folder, { recursive: true, force: true })
})

/**
 * Lists one page of each level: unsigned, signed with a paragraph altered, and one of an organisation, each turned to
 * another side. `npm run test:long` reads all of them.
 */
const PAGES = [
  ['scan', 0],
  ['phone', 0],
  ['bad-phone', 1],
] as const

test.each(PAGES)('pages of the level %s say what is on them', async (level, one) => {
  for (const index of IS_LONG ? [0, 1, 4] : [one]) {
    const { truth, jpeg, issued } = await signedPage('system', index, level)
    const { reading, flat } = await readLetter(jpeg, 'owner', issued)
    const { letter } = reading
    expect(letter).toMatchObject({ registered: true, blank: false, cropped: false, code: { text: truth.code } })
    expect(reading).toMatchObject({ kind: 'LETTER', turned: truth.turned })
    if (!truth.altered) expect(letter.altered).toEqual([])
    if (truth.altered?.kind === 'paragraph') expect(letter.altered?.length).toBeGreaterThan(0)
    expect(letter.signature?.there).toBe(truth.hands?.signed)
    expect(await sharp(flat ?? Buffer.alloc(0)).metadata()).toMatchObject({ format: 'jpeg', width: 1240, height: 1754 })
  }
})

test('a page of which the issued one is not given is recognised, and nothing is said of its text', async () => {
  const { truth, jpeg } = await signedPage('system', 1, 'scan')
  const { letter } = (await readLetter(jpeg, 'owner')).reading
  expect(letter).toMatchObject({ registered: true, altered: null, code: { text: truth.code, isRead: true } })
})

test('a page whose lower marks are cut off is found by its code, and not by what looks like marks', async () => {
  const { truth, jpeg, issued } = await signedPage('tune-cut', 3, 'scan', 'cut')
  const { letter } = (await readLetter(jpeg, 'owner', issued)).reading
  expect(letter).toMatchObject({ registered: true, cropped: true, code: { text: truth.code, isRead: true } })
  const off = letter.corners?.map(({ x, y }, i) =>
    Math.hypot(x - (truth.corners[i]?.x ?? 0), y - (truth.corners[i]?.y ?? 0)),
  )
  expect(Math.max(...(off ?? []).slice(0, 2))).toBeLessThan(0.01)
  expect(Math.max(...(off ?? []))).toBeLessThan(0.08)
})

test('a code that nobody can read is compared: which page it may be is said, and no code', async () => {
  const { truth, jpeg, issued } = await signedPage('system', 1, 'bad-phone')
  const { reading } = await readLetter(jpeg, 'owner', issued)
  expect(reading.letter.code).toMatchObject({ text: truth.code, isRead: false })
  expect(reading.fields.qr).toBeUndefined()
  const picture = letterPicture(reading, SIGNER)
  expect(picture).toMatchObject({ said: null, guess: { page: truth.page } })
  const expected = { letterId: newId(), voidIds: [picture.guess?.letterId ?? ''], marks: [], sealedBy: null }
  const codes = letterFindings([picture], expected).map(({ code }) => code)
  expect(codes).toContain('LETTER_UNCERTAIN')
  expect(codes.filter((code) => code === 'LETTER_OUTDATED' || code === 'LETTER_WRONG_PARTY')).toEqual([])
})

/** Lists what is stuck over the places by which a page is found. */
const COVERED = [...LETTER_LAYOUT.corners, LETTER_LAYOUT.code].map(
  ({ x, y, width, height }) =>
    `<rect x="${x - 4}" y="${y - 4}" width="${width + 8}" height="${height + 8}" fill="white"/>`,
)

test.each(LETTER_VARIANTS)(
  'without its code and its marks, %s is a letter by its own title, and is not read',
  async (variant) => {
    const letter = aFullLetter(variant)
    const { pdf } = await drawLetter({ id: LETTER_ID, issuedAt: new Date(0), letter, signer: SIGNER })
    const jpeg = (await letterPhotographs(pdf, 'scan', `covered ${variant}`, COVERED.join(''))).at(-1) ?? Buffer.of()
    const { reading } = await readLetter(jpeg, 'owner', [], titlesOf(BUILT_IN_LETTERS))
    expect(reading).toMatchObject({ kind: 'LETTER', letter: { registered: false, code: null } })
    expect(pictureDoubts('COMMITMENT_LETTER', [reading])[0]).toBe('LETTER_UNREAD')
  },
)

/** Returns photographs of the pages of a letter that was printed and not signed. */
async function photographsOf(id: string, changed: Parameters<typeof aFullLetter>[1] = {}, signer = SIGNER) {
  const letter = aFullLetter('INDIVIDUAL', changed)
  const { pdf } = await drawLetter({ id, issuedAt: new Date(0), letter, signer })
  return (await letterPhotographs(pdf, 'scan', `mixed ${id}`)) as [Buffer, Buffer]
}

test('ten mixed pages in one PDF: each fault is found where it is, and has a sentence of its own', async () => {
  const [voidId, foreignId] = [newId(), newId()]
  const [first, last] = await photographsOf(LETTER_ID)
  const [outdated] = await photographsOf(voidId, { idNumber: 'E87654321' })
  const [, foreign] = await photographsOf(foreignId, { name: '别人' })
  const [forged] = await photographsOf(LETTER_ID, {}, letterSigner(new Uint8Array(32).fill(8)))
  const random = randomFrom('mixed')
  const [blank, prices] = [otherPaper(random, true), otherPaper(random, false)]
  const papers = [await photograph(blank, 'phone', random, null), await photograph(prices, 'phone', random, null)]
  const pdf = await asPdf([first, outdated, foreign, forged, ...papers, await aCat(), first, last, first] as Buffer[])

  const { pages: issued } = await printed(aFullLetter('INDIVIDUAL'), LETTER_ID)
  const readings: Reading[] = []
  for (const jpeg of await renditionsOf(pdf, 'letter')) readings.push((await readLetter(jpeg, 'owner', issued)).reading)
  const pictures = readings.map((reading) => letterPicture(reading, SIGNER))
  const marks = ['SIGNATURE', 'THUMBPRINT', 'DATE'] as const
  const expected = { letterId: LETTER_ID, voidIds: [voidId], marks, sealedBy: null }
  const codesAt = (at: number) => letterFindings(pictures, expected).flatMap((one) => (one.at === at ? one.code : []))
  const unsigned = ['SIGNATURE_MISSING', 'THUMBPRINT_MISSING', 'LETTER_UNDATED']
  expect(readings.map((_, at) => codesAt(at))).toEqual([
    ...[[], ['LETTER_OUTDATED'], ['LETTER_WRONG_PARTY'], ['LETTER_CODE_UNKNOWN'], ['LETTER_BLANK']],
    ...[['WRONG_DOCUMENT'], ['WRONG_DOCUMENT'], ['LETTER_PAGE_TWICE'], unsigned, ['LETTER_PAGE_TWICE']],
  ])
  const shown = readings.map((reading) => pictureDoubts('COMMITMENT_LETTER', [reading]))
  expect(shown.slice(4, 7)).toEqual([
    ['LETTER_BLANK'],
    ['WRONG_DOCUMENT'],
    expect.arrayContaining(['WRONG_DOCUMENT']), // of a drawing without sharp edges it is said too that it is blurred
  ])
  const doubts = letterDoubts(pictures.slice(0, 8), { ...expected, isAllRead: true })
  expect(doubts).toContainEqual({ code: 'LETTER_PAGE_TWICE', letterPages: [1] })
  expect(doubts).toContainEqual({ code: 'PAGE_MISSING', letterPages: [2] })

  const codes = [...new Set([...letterFindings(pictures, expected).map(({ code }) => code), 'PAGE_MISSING' as const])]
  for (const { findings } of [chinese, english]) {
    expect(new Set(codes.map((code) => findings[code].text)).size).toBe(codes.length)
  }
})

const FACTS = {
  variant: 'INDIVIDUAL',
  platform: '样本云通信（北京）科技有限公司',
  particulars: {
    ...{ name: '王样本', idType: 'RESIDENT_ID', idNumber: '11010519491231002X' },
    ...{ signatures: ['样本小店'], reference: 'ZX-20261125-ABCDEF' },
  },
}

async function run(script: string, args: readonly string[]) {
  const data = { ZHUNXIN_DATA: path.join(folder, 'data') }
  const command = startCommand(script, data, [...args])
  expect(await command.exited).toBe(0)
  return command
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}

async function issue(name: string, facts: object): Promise<string> {
  writeFileSync(path.join(folder, `${name}.json`), JSON.stringify(facts))
  const out = path.join(folder, `${name}.pdf`)
  await run('scripts/letter-issue.mjs', ['--facts', path.join(folder, `${name}.json`), '--out', out])
  return out
}

test('the command names what is wrong: a page missing or twice, another letter, one of another portal, and no letter', async () => {
  const [ours, others] = [
    await issue('ours', FACTS),
    await issue('others', { ...FACTS, issuedAt: '2026-01-01T00:00:00Z' }),
  ]
  const file = (name: string, bytes: Buffer) => {
    writeFileSync(path.join(folder, name), bytes)
    return path.join(folder, name)
  }
  const [first] = await letterPhotographs(readFileSync(ours), 'scan', 'system')
  const { jpeg: forged } = await signedPage('system', 1, 'scan')
  const random = randomFrom('blank')
  const blank = await photograph(otherPaper(random, true), 'phone', random, null)
  const files = [ours, file('first.jpg', first as Buffer), others, file('forged.jpg', forged), file('blank.jpg', blank)]
  const answers = await run('scripts/letter-recognise.mjs', ['--facts', path.join(folder, 'ours.json'), ...files])
  const codes = answers.map(({ findings }) => new Set(findings.map(({ code }: LetterFinding) => code)))
  expect(codes[0]).toEqual(new Set(['SIGNATURE_MISSING', 'THUMBPRINT_MISSING', 'LETTER_UNDATED']))
  expect(
    answers[0].pages.map(({ page, registered, altered }: Record<string, unknown>) => ({ page, registered, altered })),
  ).toEqual([
    { page: 1, registered: true, altered: [] },
    { page: 2, registered: true, altered: [] },
  ])
  expect(codes[1]).toEqual(new Set(['PAGE_MISSING']))
  expect(codes[2]).toEqual(new Set(['LETTER_WRONG_PARTY']))
  expect(codes[3]).toEqual(new Set(['LETTER_CODE_UNKNOWN']))
  expect(codes[4]).toEqual(new Set(['LETTER_BLANK']))
})
