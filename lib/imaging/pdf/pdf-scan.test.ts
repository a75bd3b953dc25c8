import { deflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'
import { describe, expect, it } from 'vitest'
import { Refused } from '../refused'
import { packed, pdfOf, streamOf } from '../testing/sample-pdfs'
import { refuseActiveContent } from './pdf-scan'

function verdict(pdf: Buffer): string {
  try {
    refuseActiveContent(pdf)
    return 'taken'
  } catch (error) {
    return error instanceof Refused ? error.refusal.kind : String(error)
  }
}

const SCRIPT = '<</S/JavaScript/JS(app.alert\\(1\\))>>'
const TRAILER = `xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 1/Root<</OpenAction${SCRIPT}>>>>\n`
const link = (uri: string) => `/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI${uri}>>>>]`
const hexOf = (text: string) => `<${Buffer.from(text, 'latin1').toString('hex')}>`
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16().toString('latin1')
const info = (title: string) =>
  pdfOf({ trailer: '/Info 100 0 R', objects: [Buffer.from(`<</Title${title}>>`, 'latin1')] })

describe('words that do nothing are taken', () => {
  it.each<[string, Buffer]>([
    ['a link to an article', pdfOf({ page: link('(https://example.com/JavaScript)') })],
    ['a link to another', pdfOf({ page: link('(https://example.com/docs/XFA/Launch?a=/JS)') })],
    ['a title', info('(Of /JavaScript and /XFA)')],
    ['a title with parentheses', info('(Of \\) \\\\ (nested /JavaScript) and /XFA)')],
    ['a title with a line that is continued', info('(Of \\\n/JavaScript)')],
    ['a title in hexadecimal digits', info(hexOf('Of /JavaScript'))],
    ['a title in UTF-16', info(`(${utf16('Of /JavaScript')})`)],
    ['a title of an object', info('(An object, an endobj and a startxref of /JavaScript)')],
    ['a title that starts one', info('(An obj of /Java, a trailer and an xref)')],
    ['a comment', pdfOf({ catalog: '\n% Made without /JavaScript\n/Lang(zh)' })],
    ['what a page draws', pdfOf({ content: 'BT (/JavaScript /Launch) Tj ET' })],
    [
      'what describes the document',
      pdfOf({ objects: [streamOf('/Type/Metadata/Subtype/XML', '<dc>/JavaScript</dc>')] }),
    ],
    ['a string in an object stream', pdfOf({ objects: [packed('<</Title(Of /JavaScript)>>')] })],
    ['a name that is longer', pdfOf({ catalog: '/JavaScripts true/Soundless[/XFA2]' })],
    ['a document behind whose end are zeros', Buffer.concat([info('(/XFA)'), Buffer.alloc(1_000)])],
  ])('%s', (_, pdf) => {
    expect(verdict(pdf)).toBe('taken')
  })
})

it('a title and a link by another program are accepted', async () => {
  const document = new PDFDocument({ info: { Title: '论 /JavaScript (/XFA)', Subject: 'Of /JS \\ and (' } })
  document.text('An article', 100, 100, { link: 'https://example.com/a_(b)/JavaScript' }).end()
  const chunks: Buffer[] = []
  for await (const chunk of document) chunks.push(chunk)
  expect(Buffer.concat(chunks).includes('/JavaScript')).toBe(true)
  expect(verdict(Buffer.concat(chunks))).toBe('taken')
})

describe('names are found wherever they are', () => {
  it.each<[string, Buffer]>([
    ['behind a string with a parenthesis', pdfOf({ catalog: `/A(\\()/OpenAction${SCRIPT}` })],
    ['behind a string that ends in a backslash', pdfOf({ catalog: `/A(\\\\)/OpenAction${SCRIPT}` })],
    ['behind a comment with a parenthesis', pdfOf({ catalog: `\n%(\n/OpenAction${SCRIPT}` })],
    ['behind a string with a comment sign', pdfOf({ catalog: `/A(%)/OpenAction${SCRIPT}` })],
    ['behind a string with the word stream', pdfOf({ catalog: `/A(\nstream\n)/OpenAction${SCRIPT}` })],
    ['behind a string in hexadecimal digits', pdfOf({ catalog: `/A<28>/OpenAction${SCRIPT}` })],
    ['with escapes', pdfOf({ catalog: '/OpenAction<</S/#4a#61vaScript/J#53(1)>>' })],
    ['in a string in the place of a key', pdfOf({ catalog: `(/OpenAction${SCRIPT})` })],
    ['in a string behind a key without a name', pdfOf({ catalog: `/(/OpenAction${SCRIPT})` })],
    ['in a stream that is none', pdfOf({ catalog: `/A[<<>>stream\n/OpenAction${SCRIPT}\nendstream]` })],
    ['in an object in a string', pdfOf({ objects: [`(\n101 0 obj\n${SCRIPT}\nendobj)`] })],
    ['in an object in a comment', pdfOf({ objects: [`%101 0 obj ${SCRIPT} endobj\n<<>>`] })],
    ['in an object in a stream', pdfOf({ objects: [streamOf('', `101 0 obj\n${SCRIPT}\nendobj`)] })],
    [
      'in an object behind another that hides it from who reads on',
      pdfOf({ objects: [`(101 0 obj <</K % )( \n/OpenAction${SCRIPT}>>)`] }),
    ],
    ['in an object whose generation touches the keyword', pdfOf({ objects: [`(101 0obj ${SCRIPT} endobj)`] })],
    ['in an object whose generation ends in a point', pdfOf({ objects: [`(101 0. obj ${SCRIPT} endobj)`] })],
    ['in such an object in a comment', pdfOf({ objects: [`%101 0obj ${SCRIPT} endobj\n<<>>`] })],
    ['in such an object in a stream', pdfOf({ objects: [streamOf('', `101 0. obj ${SCRIPT} endobj`)] })],
    ['in an object behind a comment', pdfOf({ objects: [`(101 0%\robj${SCRIPT})`] })],
    ['in an object behind a byte that is white for some', pdfOf({ objects: [`(101 0 obj\x80${SCRIPT})`] })],
    ['in a trailer in a string', pdfOf({ objects: [`(\n${TRAILER})`] })],
    ['in a trailer in a comment', pdfOf({ objects: [`%${TRAILER.replaceAll('\n', ' ')}\n<<>>`] })],
    ['in a trailer in a stream', pdfOf({ objects: [streamOf('', TRAILER)] })],
    ['behind a table in a string', pdfOf({ objects: [`(xref 0 0 <</Root<</OpenAction${SCRIPT}>>>>)`] })],
    [
      'in a table of objects that is a stream in a string',
      pdfOf({ objects: [`(7 0obj<</Type/XRef/Root${SCRIPT}>>)`] }),
    ],
    ['behind a stream that ends before its end', pdfOf({ objects: [`<<>>stream\nendstream\n(${SCRIPT})`] })],
    ['behind what ends the document', Buffer.concat([pdfOf(), Buffer.from(`101 0 obj\n${SCRIPT}\nendobj\n`)])],
    ['in the trailer', pdfOf({ trailer: `/A${SCRIPT}` })],
    ['in a string in a document without an end', pdfOf({ catalog: `/A(/OpenAction${SCRIPT}` })],
  ])('%s', (_, pdf) => {
    expect(verdict(pdf)).toBe('ACTIVE_CONTENT')
  })
})

describe('object streams', () => {
  const holding = (entries: string, content: string, pack: (bytes: Buffer) => Buffer = deflateSync) =>
    pdfOf({ objects: [streamOf(`/Type/ObjStm/Filter/FlateDecode${entries}`, pack(Buffer.from(content)))] })

  it.each<[string, Buffer]>([
    ['a name in one', holding('/N 1/First 6', `200 0 ${SCRIPT}`)],
    ['one that is not called so', pdfOf({ objects: [streamOf('/N 1/First 6', `200 0 ${SCRIPT}`)] })],
    ['an object that starts in a string', holding('/N 1/First 6', `200 1 (${SCRIPT})`)],
    ['one whose list goes on among its objects', holding('/N 2/First 6', `200 0 201 6  (${SCRIPT})`)],
    ['one that does not say where its objects start', holding('/N 1/First 7 0 R', `200 0 (${SCRIPT})`)],
    ['one that says it twice', holding('/N 1/First 6/First 0', `200 0 (${SCRIPT})`)],
    ['a string in the place of a key', holding('/N 1/First 6', `200 0 <<(/A${SCRIPT})>>`)],
    ['a filter that is elsewhere', pdfOf({ objects: [streamOf('/Type/ObjStm/N 1/First 6/Filter 7 0 R', 'x')] })],
    ['a filter with parameters', holding('/N 1/First 6/DecodeParms 7 0 R', '200 0 <<>>')],
    [
      'content that seems to end in between',
      holding('/N 1/First 6', `200 0 (endstream)${SCRIPT}`, (bytes) => deflateSync(bytes, { level: 0 })),
    ],
    [
      'one that starts elsewhere than others',
      pdfOf({ objects: ['<</Type/ObjStm/N 1/First 6>>stream x\n200 0 <<>>\nendstream'] }),
    ],
  ])('%s', (_, pdf) => {
    expect(verdict(pdf)).toBe('ACTIVE_CONTENT')
  })

  it.each<[string, string]>([
    ['a name', '/Xobj 1'],
    ['a string', '/K(obj )'],
    ['a string with another object', '/K(\nendobj\n1 0 obj<<)'],
    ['a comment', '\n%1 0 obj<<\n'],
    ['a string with a stream', '/K(\nstream\nendstream)'],
  ])('are found in a file that readers read differently, behind %s', (_, entries) => {
    const dictionary = `/N 1/First 6${entries}/Filter/FlateDecode`
    const objects = ['[1 0 obj]', streamOf(dictionary, deflateSync(`200 0 ${SCRIPT}`))]
    expect(verdict(pdfOf({ objects }))).toBe('ACTIVE_CONTENT')
  })

  it('are found in a stream', () => {
    const inner = streamOf('/N 1/First 6/Filter/FlateDecode', deflateSync(`200 0 ${SCRIPT}`))
    const objects = [streamOf('', Buffer.concat([Buffer.from('101 0 obj '), inner]))]
    expect(verdict(pdfOf({ objects }))).toBe('ACTIVE_CONTENT')
  })

  it.each([
    ['200 0 <<>>', 'taken'],
    [`200 0 ${SCRIPT}`, 'ACTIVE_CONTENT'],
  ])('are unpacked in such a file: %s', (content, expected) => {
    const objects = ['[1 0 obj]', streamOf('/N 1/First 6/Filter/FlateDecode', deflateSync(content))]
    expect(verdict(pdfOf({ objects }))).toBe(expected)
  })

  it('may be missing in such a file, with outlines and appearances', () => {
    const objects = [
      '[1 0 obj]',
      '<</First 7 0 R/AP<</N 3 0 R>>>>',
      streamOf('/Filter/FlateDecode', deflateSync('q Q')),
    ]
    expect(verdict(pdfOf({ objects }))).toBe('taken')
  })

  it('are taken with nothing in them, and without the sum at their end', () => {
    expect(verdict(holding('/N 1/First 6', '200 0 <</Title(/JS)>>'))).toBe('taken')
    expect(verdict(holding('/N 1/First 6', '200 0 <<>>', (bytes) => deflateSync(bytes).subarray(0, -4)))).toBe('taken')
  })

  it('that are damaged are broken', () => {
    expect(verdict(holding('/N 1/First 6', '200 0 <<>>', (bytes) => deflateSync(bytes).subarray(0, -8)))).toBe('BROKEN')
    expect(verdict(holding('/N 1/First 6', '200 0 <<>>', (bytes) => bytes))).toBe('BROKEN')
  })
})

describe('the time that it takes', () => {
  const MEGABYTE = 1024 * 1024
  const bodies: [string, (size: number) => Buffer][] = [
    ['strings', (size) => pdfOf({ objects: [`[${'(a\\)(b))'.repeat(size / 8)}]`] })],
    ['words', (size) => pdfOf({ objects: [`[${'1 0 R '.repeat(size / 6)}]`] })],
    ['one string without an end', (size) => pdfOf({ catalog: `/A${'('.repeat(size)}` })],
    ['starts of streams', (size) => pdfOf({ objects: ['stream\n'.repeat(size / 7)] })],
    ['starts of objects', (size) => pdfOf({ objects: [`(${' 0 obj'.repeat(size / 6)})`] })],
    ['keywords', (size) => pdfOf({ objects: [`(${'endobj xref trailer'.repeat(size / 19)})`] })],
    ['white space', (size) => pdfOf({ objects: [`[1${' '.repeat(size)}obj]`] })],
    ['pictures', (size) => pdfOf({ objects: [streamOf('', Buffer.alloc(size, 'ab/c'))] })],
  ]

  it.each(bodies)('grows with the size: %s', (_, make) => {
    const [small, large] = [make(2 * MEGABYTE), make(20 * MEGABYTE)]
    const time = (pdf: Buffer) => {
      const start = process.cpuUsage()
      verdict(pdf)
      return process.cpuUsage(start).user / 1_000
    }
    time(small)
    // Ten times the size is ten times the time, on a machine that is busy a few times that; its square is a hundred.
    expect(time(large)).toBeLessThan(40 * Math.max(time(small), 20))
  })
})
