import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { describe, expect, it } from 'vitest'
import { qrIn } from '@/lib/checks/qr'
import { LETTER_LAYOUT } from '@/lib/pdf/letter-layout'
import { aFullLetter, LETTER_ID, SIGNER } from '@/tests/factories/letters'
import { faultsOfPdf, hasPoppler, hasQpdf, readByPoppler } from '@/tests/setup/qpdf'
import { drawLetter } from './draw-letter'
import { letterCode, letterSigner, readLetterCode } from './letter-code'
import { LETTER_VARIANTS } from './letter-text'

const DPI = 150
const issuedAt = new Date('2026-11-28T00:00:00Z')
const drawn = (letter: ReturnType<typeof aFullLetter>) =>
  drawLetter({ id: LETTER_ID, issuedAt, letter, signer: SIGNER })

/** Returns each page's text without white space, and its pixels. */
async function pagesOf(pdf: Buffer) {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const pages = []
  for (const page of document.pages()) {
    const text = page.getText().replaceAll(/\s+/g, '')
    const { data: bgra, width, height } = await page.render({ scale: DPI / 72, colorSpace: 'BGRA' })
    const data = Buffer.alloc(width * height * 3)
    for (let at = 0; at < width * height; at += 1) data.set(bgra.subarray(at * 4, at * 4 + 3), at * 3)
    pages.push({ text, data, width, height })
  }
  document.destroy()
  library.destroy()
  return pages
}
type Page = Awaited<ReturnType<typeof pagesOf>>[number]

/** Returns the mean lightness of a box, from 0 to 255. */
function lightness({ data, width }: Page, box: { x: number; y: number; width: number; height: number }): number {
  const at = (points: number) => Math.round((points * DPI) / 72)
  let [sum, count] = [0, 0]
  for (let y = at(box.y) + 1; y < at(box.y + box.height) - 1; y += 1) {
    for (let x = at(box.x) + 1; x < at(box.x + box.width) - 1; x += 1) {
      sum += data[(y * width + x) * 3] ?? 0
      count += 1
    }
  }
  return sum / count
}

const bare = (text: string) => text.replaceAll(/\s+/g, '').replaceAll('’', "'").replaceAll(/[“”]/g, '"')

/** Checks that another reader finds each font in the file, as a subset, and the words of the letter in its text. */
function expectReadable(
  pdf: Buffer,
  { title, opening, closing, clauses, reference }: ReturnType<typeof aFullLetter>,
): void {
  const { fonts, text } = readByPoppler(pdf)
  expect(fonts.length).toBeGreaterThan(0)
  for (const { name, isEmbedded } of fonts) {
    expect(isEmbedded, name).toBe(true)
    expect(name).toMatch(/^[A-Z]{6}\+/)
  }
  const words = [title, opening, closing, ...clauses.map((clause) => clause.text)].map((each) => each['zh-CN'])
  for (const each of [...words, reference]) expect(bare(text), each).toContain(bare(each))
}

describe.each(LETTER_VARIANTS)('the letter %s', (variant) => {
  it('contains every word of its text in both languages, and on each page its number, code and corners', async () => {
    const letter = aFullLetter(variant)
    const { pdf, pages: count } = await drawn(letter)
    if (hasQpdf) expect(faultsOfPdf(pdf)).toEqual([])
    expect(pdf.length / count).toBeLessThan(60_000)
    const pages = await pagesOf(pdf)
    expect(pages).toHaveLength(count)
    const whole = bare(pages.map(({ text }) => text).join(''))
    const hasAll = (words: string) => expect(whole.includes(bare(words)), words).toBe(true)
    const { title, recipient, opening, closing, languages, clauses, marks, particulars } = letter
    const words = [title, recipient, opening, closing, languages]
    const more = [...clauses.flatMap(({ heading, text }) => [heading, text]), ...particulars.map(({ label }) => label)]
    const boxes = marks.flatMap(({ label, hint }) => [label, hint])
    for (const each of [...words, ...more, ...boxes]) {
      for (const language of ['zh-CN', 'en'] as const) hasAll(each[language])
    }
    for (const { value } of particulars) hasAll(value['zh-CN'])
    for (const [index, page] of pages.entries()) {
      expect(page.text).toContain(`第${index + 1}页，共${count}页Page${index + 1}of${count}`)
      expect(page.text).toContain(letter.reference)
      const code = await qrIn({ data: page.data, width: page.width, height: page.height })
      const said = { letterId: LETTER_ID, page: index + 1, pages: count, version: letter.version }
      expect(readLetterCode(code?.text ?? '', SIGNER)).toEqual(said)
      for (const corner of LETTER_LAYOUT.corners) expect(lightness(page, corner)).toBeLessThan(40)
    }
    // The middle of each box is empty, and the page that is signed contains the end of the text.
    const last = pages.at(-1) as Page
    for (const { x, y, width, height } of LETTER_LAYOUT.hands) {
      expect(lightness(last, { x: x + 4, y: y + 52, width: width - 8, height: height - 90 })).toBeGreaterThan(250)
    }
    expect(bare(last.text)).toContain(bare(closing['zh-CN']))
    expect(bare(last.text)).toContain(bare(clauses.at(-1)?.text['zh-CN'] ?? '-'))
  })

  it.skipIf(!hasPoppler)('has its fonts in the file, and its words can be copied, as poppler reads it', async () => {
    const letter = aFullLetter(variant)
    expectReadable((await drawn(letter)).pdf, letter)
  })
})

it('the same letter is the same file, and nothing in it runs', async () => {
  const { pdf } = await drawn(aFullLetter('ORGANISATION'))
  expect((await drawn(aFullLetter('ORGANISATION'))).pdf.equals(pdf)).toBe(true)
  expect(pdf.toString('latin1')).not.toMatch(/JavaScript|\/JS|\/OpenAction|\/Launch|\/URI|\/AcroForm|\/EmbeddedFile/)
})

it('covers as many sender signatures as there are, and clauses longer than a page', async () => {
  const signatures = Array.from({ length: 400 }, (_, index) => `样本签名第${index}号`)
  const letter = aFullLetter('INDIVIDUAL', { signatures })
  const long = { 'zh-CN': '很长的承诺。'.repeat(400), en: 'A long commitment. '.repeat(300) }
  letter.clauses.push({ heading: { 'zh-CN': '十、附则', en: '10. More' }, text: long })
  const { pdf, pages: count } = await drawn(letter)
  const pages = await pagesOf(pdf)
  // A page's own words come after those of the letter, and start with its title.
  const whole = pages.map(({ text }) => text.slice(0, text.indexOf(letter.title['zh-CN']))).join('')
  expect(signatures.filter((each) => !whole.includes(`【${each}】`))).toEqual([])
  expect(whole.match(/很长的承诺。/g)).toHaveLength(400)
  expect(whole.match(/Alongcommitment\./g)).toHaveLength(300)
  expect(pages.at(-1)?.text).toContain(`第${count}页，共${count}页`)
  expect(pages.at(-1)?.text).toContain('亲笔签写全名')
})

it('addressed to nobody, it says on each page in both languages that it is a specimen', async () => {
  const { pdf } = await drawn({ ...aFullLetter('ORGANISATION'), isSpecimen: true })
  for (const { text } of await pagesOf(pdf)) expect(text).toContain('样本SPECIMEN仅供试用，不产生任何效力Fortrialonly')
  const [real] = await pagesOf((await drawn(aFullLetter('ORGANISATION'))).pdf)
  expect(real?.text).not.toContain('SPECIMEN')
})

describe('the code', () => {
  const said = { letterId: LETTER_ID, page: 2, pages: 3, version: 'cn-mainland/2024-10.2' }
  const code = letterCode(said, SIGNER)

  it('is read with its key alone, and unchanged alone', () => {
    expect(readLetterCode(code, SIGNER)).toEqual(said)
    expect(readLetterCode(code, letterSigner(new Uint8Array(32).fill(8)))).toBeNull()
    expect(readLetterCode(code.replace(' 2/3 ', ' 1/3 '), SIGNER)).toBeNull()
    expect(readLetterCode(code.slice(0, -2), SIGNER)).toBeNull()
    expect(readLetterCode('https://register.example/1', SIGNER)).toBeNull()
  })

  it('is checked by the program in docs/letters.md', async () => {
    const [, program = ''] = /```js\n([\s\S]+?)```/.exec(readFileSync('docs/letters.md', 'utf8')) ?? []
    expect(program.trim().split('\n').length).toBeLessThanOrEqual(10)
    const folder = await mkdtemp(path.join(tmpdir(), 'zhunxin-code-'))
    const file = path.join(folder, 'check.mjs')
    writeFileSync(file, program)
    const key = Buffer.from(SIGNER.publicKey).toString('base64')
    const run = (text: string) => spawnSync(process.execPath, [file, key, text], { encoding: 'utf8' })
    const id = LETTER_ID.replaceAll('-', '')
    expect(run(code)).toMatchObject({ status: 0, stdout: `letter ${id}, page 2/3, text cn-mainland/2024-10.2\n` })
    expect(run(code.replace('2/3', '3/3'))).toMatchObject({ status: 1, stdout: 'not from here\n' })
    await rm(folder, { recursive: true })
  })
})
