import { readdirSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { claiming, hasRealFiles, plain, pngOf, realFile } from '@/lib/imaging/testing/sample-images'
import { lockedPdf, pdfOf, streamOf } from '@/lib/imaging/testing/sample-pdfs'

/** Lists malicious files and the expected answers: the reason of the refusal, or that it is accepted. */
export type Hostile = { name: string; bytes: Buffer; kind: DocumentKind; answer: string }

const TAKEN = 'TAKEN'

/** Says how the real files are answered; those that are not listed are PDFs of which only the pages are shown. */
const REASONS: Record<string, string> = {
  'bmp-really-big.bmp': 'FILE_WRONG_KIND',
  'heic-clap-overflow.heic': 'FILE_BROKEN',
  'heic-crash-20ca.heic': 'FILE_WRONG_KIND',
  'jpeg-corrupt-header.jpg': 'FILE_BROKEN',
  'jpeg-oss-fuzz-36829.jpeg': 'FILE_BROKEN',
  'jpeg-small-invalid.jpg': 'FILE_BROKEN',
  'png-65536-uint32-limit.png': 'FILE_TOO_MANY_PIXELS',
  'png-smallest-invalid.png': 'FILE_BROKEN',
  'pdf-encrypted-attachment.pdf': 'FILE_PROTECTED',
  'pdf-evaljs.pdf': 'FILE_ACTIVE_CONTENT',
  'pdf-poppler-395-fuzzed.pdf': 'FILE_BROKEN',
  'pdf-poppler-85140.pdf': 'FILE_LOW_RESOLUTION',
  'polyglot-pdf-zip-pe.pdf': 'FILE_BROKEN',
  'svg-plain.svg': 'FILE_WRONG_KIND',
  'webp-panic.webp': 'FILE_LOW_RESOLUTION',
}

const kindFor = (name: string): DocumentKind => (name.endsWith('.pdf') ? 'COMMITMENT_LETTER' : 'ID_PORTRAIT')

/** Returns the files of ../shared/data, where they exist. */
export const realOnes = (): Hostile[] =>
  (hasRealFiles ? readdirSync('../shared/data/hostile-files') : []).map((name) => {
    const bytes = realFile(`hostile-files/${name}`)
    return { name, bytes, kind: kindFor(name), answer: REASONS[name] ?? TAKEN }
  })

export async function madeOnes(): Promise<Hostile[]> {
  const photograph = await plain(1_600, 1_200).jpeg().toBuffer()
  const progressive = await plain(800, 800).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer()
  const script = Buffer.from('<script>alert("zhunxin")</script>')
  const javaScript = '/OpenAction<</S/JavaScript/JS(app.alert(1))>>'
  const attached = ['<</Type/Filespec/F(a)/EF<</F 101 0 R>>>>', streamOf('/Type/EmbeddedFile', 'x')]
  const attachment = pdfOf({ catalog: '/Names<</EmbeddedFiles<</Names[(a) 100 0 R]>>>>', objects: attached })
  const made: [string, Buffer, string][] = [
    ['bomb.png', pngOf(30_000, 30_000, deflateSync(Buffer.alloc(30_000 * 3_751))), 'FILE_TOO_MANY_PIXELS'],
    ['thread.png', pngOf(1, 40_000_000, deflateSync(Buffer.alloc(80_000_000))), 'FILE_LOW_RESOLUTION'],
    ['200-megapixels.jpg', claiming(progressive, 20_000, 10_000), 'FILE_TOO_MANY_PIXELS'],
    ['cut.jpg', photograph.subarray(0, photograph.length / 2), 'FILE_BROKEN'],
    ['script-behind.jpg', Buffer.concat([photograph, script]), TAKEN],
    ['nothing.jpg', Buffer.alloc(0), 'FILE_EMPTY'],
    ['eleven-pages.pdf', pdfOf({ pages: 11 }), 'FILE_TOO_MANY_PAGES'],
    ['locked.pdf', lockedPdf(), 'FILE_PROTECTED'],
    ['script.pdf', pdfOf({ catalog: javaScript }), 'FILE_ACTIVE_CONTENT'],
    ['attachment.pdf', attachment, 'FILE_ACTIVE_CONTENT'],
    ['../../etc/passwd', photograph, TAKEN],
    ['\u202Egpj.exe', photograph, TAKEN],
    [`${'长'.repeat(1_000)}.jpg`, photograph, TAKEN],
  ]
  return made.map(([name, bytes, answer]) => ({ name, bytes, kind: kindFor(name), answer }))
}
