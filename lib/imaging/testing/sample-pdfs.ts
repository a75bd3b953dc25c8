import { deflateSync } from 'node:zlib'

type Parts = {
  readonly pages?: number
  /** Says how large each page is, in points. */
  readonly box?: readonly [number, number]
  /** Holds the drawing commands of each page, and what they use. */
  readonly content?: string | Buffer
  readonly resources?: string
  /** Holds further entries of dictionaries. */
  readonly catalog?: string
  readonly page?: string
  readonly trailer?: string
  /** Lists further objects, by their whole text, from number 100 on. */
  readonly objects?: readonly (string | Buffer)[]
}

/** Returns a PDF with a table of its objects, as small as possible. */
export function pdfOf({ pages = 1, box = [595, 842], content = '', resources = '', ...more }: Parts = {}): Buffer {
  const kids = Array.from({ length: pages }, (_, at) => `${10 + at} 0 R`).join(' ')
  const page = `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${box.join(' ')}]/Contents 3 0 R/Resources<<${resources}>>${more.page ?? ''}>>`
  const objects = new Map<number, string | Buffer>([
    [1, `<</Type/Catalog/Pages 2 0 R${more.catalog ?? ''}>>`],
    [2, `<</Type/Pages/Kids[${kids}]/Count ${pages}>>`],
    [3, streamOf('', content)],
  ])
  for (let at = 0; at < pages; at++) objects.set(10 + at, page)
  for (const [at, object] of (more.objects ?? []).entries()) objects.set(100 + at, object)

  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  const places: string[] = []
  let length = parts[0]?.length ?? 0
  for (const [number, object] of objects) {
    places.push(`${number} 1\n${String(length).padStart(10, '0')} 00000 n \n`)
    const part = Buffer.concat([Buffer.from(`${number} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')])
    parts.push(part)
    length += part.length
  }
  const table = `xref\n0 1\n0000000000 65535 f \n${places.join('')}`
  const trailer = `trailer\n<</Size 1000/Root 1 0 R${more.trailer ?? ''}>>\nstartxref\n${length}\n%%EOF\n`
  return Buffer.concat([...parts, Buffer.from(table + trailer)])
}

export function streamOf(entries: string, content: string | Buffer): Buffer {
  const bytes = Buffer.from(content)
  return Buffer.concat([
    Buffer.from(`<<${entries}/Length ${bytes.length}>>stream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ])
}

/** Returns one object inside an object stream. */
export function packed(object: string): Buffer {
  const head = '200 0 '
  const entries = `/Type/ObjStm/N 1/First ${head.length}/Filter/FlateDecode`
  return streamOf(entries, deflateSync(head + object))
}

/** Returns a PDF whose page is a scan and nothing else: one grey picture of so many pixels. */
export function scanOf(width: number, height: number, claims: Partial<{ width: number; height: number }> = {}): Buffer {
  const size = { width, height, ...claims }
  const entries = `/Type/XObject/Subtype/Image/Width ${size.width}/Height ${size.height}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/FlateDecode`
  return pdfOf({
    content: 'q 595 0 0 842 0 0 cm /Scan Do Q',
    resources: '/XObject<</Scan 100 0 R>>',
    objects: [streamOf(entries, deflateSync(Buffer.alloc(width * height, 128)))],
  })
}

/** Returns a protected PDF: the check of its password is made up, and no password is right. */
export const lockedPdf = () =>
  pdfOf({
    trailer: `/ID[<${'00'.repeat(16)}><${'00'.repeat(16)}>]/Encrypt<</Filter/Standard/V 1/R 2/O<${'11'.repeat(32)}>/U<${'22'.repeat(32)}>/P -4>>`,
  })
