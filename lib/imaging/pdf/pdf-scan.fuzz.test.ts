import { deflateRawSync, deflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { refuseActiveContent } from './pdf-scan'
import { copyIn, pdfium } from './pdfium'

const fuzz = heavy('pdf-names', { quick: 1_500, long: 100_000 })

type Random = (below: number) => number
const pick = <T>(random: Random, from: readonly [T, ...T[]]): T => from[random(from.length)] ?? from[0]

/** Holds the catalog of a document with a named script; a table of objects leads to where it starts. */
const CATALOG = '<</Type/Catalog/Pages 2 0 R/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>>>'
const PAGES =
  '2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>\nendobj\n'

const NAMES = '/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(1)>>]>>>>'
/** Lists such catalogs in which some readers see a string or a stream where others read entries. */
const ODD_CATALOGS = [
  `(${NAMES})`,
  `/(${NAMES})`,
  `/A word(${NAMES})`,
  `/A](${NAMES})`,
  `/A}(${NAMES})`,
  `/A>>stream\n${NAMES}\nendstream`,
  `/A[>>stream\n${NAMES}\nendstream`,
  `/A<<>>stream\n${NAMES}\nendstream`,
  `/A stream\n${NAMES}\nendstream`,
  `/A 1 1(${NAMES})`,
  `/A${'['.repeat(70)}(${NAMES})${']'.repeat(70)}`,
].map((entries) => `<</Type/Catalog/Pages 2 0 R${entries}>>`)

/** Lists texts that confuse readers. */
const NOISE = [
  ...[
    '(',
    ')',
    '\\',
    '\\(',
    '\\)',
    '%',
    '\n',
    '\r',
    '<<',
    '>>',
    '<',
    '>',
    '[',
    ']',
    '/',
    '/K',
    '/K 1',
    ' 1 ',
    ' null ',
  ],
  ...[
    'stream\n',
    'stream\r\n',
    'stream',
    '\nendstream',
    ' endobj ',
    ' 7 0 obj ',
    '(a)',
    '<41>',
    '{',
    '}',
    '(/K)',
    '/K(a)',
  ],
  ...['/K<</L 1>>', '[1 2]', ' 5 0 R ', 'trailer', 'xref', '\0', '(a', '%a\n', '>>stream\n', '<</K 1>>stream\n'],
] as const

/** Lists the places of an object that a reader of the text alone does not see. */
const PLACES: readonly [(hidden: string) => string, ...((hidden: string) => string)[]] = [
  (hidden) => hidden,
  (hidden) => `20 0 obj\n(${hidden})\nendobj\n`,
  (hidden) => `20 0 obj\n<</K(${hidden})/L 1>>\nendobj\n`,
  (hidden) => `20 0 obj\n<</K[(${hidden})(b)]>>\nendobj\n`,
  (hidden) => `20 0 obj\n<</K<${hidden}>>>\nendobj\n`,
  (hidden) => `20 0 obj\n<</A 1>>stream\n${hidden}\nendstream\nendobj\n`,
  (hidden) => `20 0 obj\n<</Length ${hidden.length}>>stream\n${hidden}\nendstream\nendobj\n`,
  (hidden) => `20 0 obj\n<</Length 3>>stream\nabc\nendstream (${hidden}) endobj\n`,
  (hidden) => `20 0 obj\n<</K[<<>>stream\n${hidden}\nendstream\n]>>\nendobj\n`,
  (hidden) => `20 0 obj\n<</K(a)/L>>stream\n${hidden}\nendstream\nendobj\n`,
  (hidden) => `%${hidden.replaceAll('\n', ' ')}\n`,
  (hidden) => `(${hidden})`,
]

/** Returns a document in whose text noise is put at random places, or in the text of an object stream of it. */
function documentOf(random: Random): Buffer {
  const noisy = (text: string) => {
    let noised = text
    for (let left = random(4); left > 0; left--) {
      const at = random(noised.length + 1)
      noised = noised.slice(0, at) + pick(random, NOISE as unknown as [string, ...string[]]) + noised.slice(at)
    }
    return noised
  }
  if (random(3) === 0) return withObjectStream(random, noisy)
  const catalog = pick(random, [CATALOG, noisy(CATALOG), pick(random, ODD_CATALOGS as [string, ...string[]])])
  const hidden = pick(random, PLACES)(`${noisy('')}1 0 obj\n${catalog}\nendobj${noisy(' ')}`)
  const body = `%PDF-1.7\n${noisy('')}${PAGES}${noisy('')}${hidden}${noisy('\n')}`
  const offsetOf = (start: string) => body.lastIndexOf(start)
  const line = (number: number) => `${String(offsetOf(`${number} 0 obj`)).padStart(10, '0')} 00000 n \n`
  const table = `xref\n0 4\n0000000000 65535 f \n${[1, 2, 3].map(line).join('')}`
  const text = `${body}${table}trailer\n<</Size 30/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}

/** Returns a document with the catalog in an object stream, behind another object that may seem to contain it. */
function withObjectStream(random: Random, noisy: (text: string) => string): Buffer {
  const carrier = pick<[string, string]>(random, [
    ['', ''],
    ['(', ')'],
    ['[(', ')]'],
    ['<</K(', ')>>'],
    ['%', '\n'],
    ['<</(', ')1>>'],
  ])
  const catalog = pick(random, [CATALOG, pick(random, ODD_CATALOGS as [string, ...string[]])])
  const isInBody = random(3) === 0
  const noise = `${noisy('')}${carrier[0]}${noisy('')}`
  const before = isInBody ? `1 ${noise.length + 5} ${noise}`.padEnd(noise.length + 5) : noise
  const objects = `${before}${catalog}${noisy('')}${carrier[1]}`
  const lists = [`1 ${before.length} `, `9 0 1 ${before.length} `, `1 ${before.length} 5 `] as const
  const list = isInBody ? '9 0 ' : pick(random, lists)
  const plain = Buffer.from(list + objects, 'latin1')
  const content = pick(random, [
    () => deflateSync(plain),
    () => deflateSync(plain, { level: 0 }),
    () => plain,
    () => Buffer.concat([Buffer.from([0x78, 0x9c]), deflateRawSync(plain)]),
  ])()
  const filter = content === plain ? '' : '/Filter/FlateDecode'
  const count = pick(random, [1, 2, list.split(' ').length >> 1])
  const dictionary = `/Type/ObjStm/N ${count}/First ${list.length}${filter}/Length ${content.length}`
  const head = `%PDF-1.7\n${PAGES}`
  const holder = Buffer.from(`${head}4 0 obj\n<<${dictionary}>>stream\n`, 'latin1')
  const body = Buffer.concat([holder, content, Buffer.from('\nendstream\nendobj\n')])
  const entries = [
    [0, 0, 0],
    [2, 4, list.startsWith('9') ? 1 : 0],
    ...[2, 3, 4].map((number) => [1, head.length, number]),
  ]
  for (const number of [2, 3, 4]) entries[number] = [1, body.indexOf(`${number} 0 obj`), 0]
  entries.push([1, body.length, 0])
  const rows = Buffer.concat(
    entries.map(([type = 0, place = 0, index = 0]) => Buffer.from([type, place >> 16, place >> 8, place, index])),
  )
  const xref = `5 0 obj\n<</Type/XRef/Size 6/W[1 3 1]/Root 1 0 R/Length ${rows.length}>>stream\n`
  const end = Buffer.from(`\nendstream\nendobj\nstartxref\n${body.length}\n%%EOF\n`)
  return Buffer.concat([body, Buffer.from(xref), rows, end])
}

const isRefused = (pdf: Buffer): boolean => {
  try {
    refuseActiveContent(pdf)
    return false
  } catch {
    return true
  }
}

describe('a script that a reader finds', () => {
  it(`is found too, ${fuzz.tries} times`, { timeout: 60_000 + fuzz.tries * 20 }, async () => {
    let module = await pdfium()
    const outcomes = { scripts: 0, missed: 0, accepted: 0 }
    for (let attempt = 1; attempt <= fuzz.tries; attempt++) {
      if (attempt % 500 === 0) module = await pdfium()
      const numbers = randomFrom(fuzz.seed + attempt)
      const pdf = documentOf((below) => Math.floor(numbers() * below))
      const place = copyIn(module, pdf)
      const document = module._FPDF_LoadMemDocument(place, pdf.length, 0)
      const isScript = document !== 0 && module._FPDFDoc_GetJavaScriptActionCount(document) > 0
      if (document !== 0) module._FPDF_CloseDocument(document)
      module.wasmExports.free(place)
      const refused = isRefused(pdf)
      if (isScript) outcomes.scripts += 1
      if (!refused) outcomes.accepted += 1
      if (isScript && !refused) outcomes.missed += 1
      expect(isScript && !refused, `try ${attempt}: ${pdf.toString('latin1')}`).toBe(false)
    }
    // Documents in which no reader finds anything test nothing.
    expect(outcomes.scripts).toBeGreaterThan(fuzz.tries / 10)
    fuzz.done(fuzz.tries, { outcomes })
  })
})
