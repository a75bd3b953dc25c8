import { PDFiumLibrary } from '@hyzyla/pdfium'
import { expect, test } from 'vitest'
import { heading, masthead, paragraph, subheading } from './blocks'
import { finishPaper, type Paper, startPaper } from './paper'
import { type Cell, type Column, table } from './table'

const AT = new Date('2026-11-25T06:00:00Z')
const aPaper = () => startPaper({ title: '一份材料', at: AT, lang: 'zh-CN' })

/** Returns the text of each page, as someone who copies it out of a reader gets it. */
async function pagesOf(paper: Paper, feet: string[] = []): Promise<string[]> {
  const pdf = await finishPaper(paper, feet)
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const pages = [...document.pages()].map((page) => page.getText())
  document.destroy()
  library.destroy()
  return pages
}

const COLUMNS: Column[] = [
  { head: ['时间', 'When'], share: 1 },
  { head: ['说明', 'What'], share: 3 },
]

const inOneLine = (text: string) => text.replaceAll(/\s+/g, '')

test('a long table has its heads on each page, each row once and whole, and each page its number', async () => {
  const paper = aPaper()
  masthead(paper, ['资质档案', 'Dossier'])
  heading(paper, ['经过', 'History'])
  const rows = Array.from({ length: 90 }, (_, index): Cell[] => [`第${index}行`, [`甲${index}乙`, `end${index}.`]])
  table(paper, COLUMNS, rows)
  const pages = await pagesOf(paper, ['ZX-1'])
  expect(pages.length).toBeGreaterThan(3)
  for (const [index, text] of pages.entries()) {
    expect(text).toContain('When')
    expect(text).toContain(`${index + 1} / ${pages.length}`)
    const started = text.match(/第\d+行/g) ?? []
    expect(started.length, 'no page of heads alone').toBeGreaterThan(0)
    expect(text.match(/end\d+\./g)).toHaveLength(started.length)
  }
  expect(pages.join('').match(/第\d+行/g)).toEqual(rows.map(([name]) => name))
})

test('a row that is longer than a page continues on the next, and nothing of it is lost', async () => {
  const paper = aPaper()
  const lines = Array.from({ length: 120 }, (_, index) => `line${index};`)
  table(paper, COLUMNS, [
    ['短', '短'],
    ['长', lines],
    ['后', '后'],
  ])
  const pages = await pagesOf(paper)
  expect(pages.join('').match(/line\d+;/g)).toEqual(lines)
  expect(pages.at(-1)).toContain('后')
})

test('rare characters of names are written; one that the font lacks is replaced by its code', async () => {
  const paper = aPaper()
  paragraph(paper, ['翀 龑 𬱖 赟 骉 䶮 㛃', 'the portal’s 𪚥, “as is.” 见“经过”', 'a\u0007\u202eb'])
  const [text = ''] = await pagesOf(paper)
  expect(text).toContain('翀 龑 𬱖 赟 骉 䶮 㛃')
  expect(text).toContain(`the portal's 〔U+2A6A5〕, "as is." 见“经过”`)
  expect(text).toContain('ab')
})

test('sections are bookmarks, with their parts below them', async () => {
  const paper = aPaper()
  heading(paper, ['提交', 'Submissions'])
  subheading(paper, ['第 1 次提交'])
  paragraph(paper, ['文字'])
  heading(paper, ['经过'])
  const pdf = await finishPaper(paper, [])
  const title = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1')
  const objects = pdf.toString('latin1')
  expect(objects).toContain('/PageMode /UseOutlines')
  const of = (text: string) => objects.split('endobj').find((one) => one.includes(`/Title (${title(text)})`)) ?? ''
  expect(of('提交')).toContain('/First')
  expect(of('第 1 次提交')).toContain('/Parent')
  expect(of('经过')).not.toContain('/First')
})

test('the same content is the same file, byte for byte', async () => {
  const write = async () => {
    const paper = aPaper()
    paragraph(paper, ['同样的内容'])
    return inOneLine((await finishPaper(paper, [])).toString('latin1'))
  }
  expect(await write()).toBe(await write())
})
