import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decoderPool } from '../decoder/decoder-pool'
import { bundleDecoder } from '../testing/bundle-decoder'
import { anatomy, hasRealFiles, LIMITS, plain, realFile } from '../testing/sample-images'
import { lockedPdf, packed, pdfOf, scanOf, streamOf } from '../testing/sample-pdfs'
import { inspectBytes } from '../testing/whole-files'

const inspect = (pdf: Buffer, limits = {}) => inspectBytes(pdf, { ...LIMITS, ...limits })
const code = (pdf: Buffer, limits = {}) =>
  inspect(pdf, limits).then(
    () => 'taken',
    (error: { code?: string }) => error.code,
  )

/** Returns the colour in the middle of a page, as red, green, blue. */
async function colourOf(jpeg: Buffer | undefined) {
  const { channels } = await sharp(jpeg).resize(1, 1).stats()
  return channels.map(({ mean }) => Math.round(mean))
}

const SCRIPT = '<</S/JavaScript/JS(app.alert\\(1\\))>>'

// Children start slowly on a machine that is busy.
beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

describe('pages', () => {
  it('draws each as large as is shown, on white, with what lies on it', async () => {
    const stamp = streamOf('/Type/XObject/Subtype/Form/BBox[0 0 595 842]', '1 0 0 rg 0 0 595 842 re f')
    const annotation = '<</Type/Annot/Subtype/Stamp/F 4/Rect[0 0 595 842]/AP<</N 100 0 R>>>>'
    const plainPage = await inspect(pdfOf({ pages: 2 }))
    const stamped = await inspect(pdfOf({ page: '/Annots[101 0 R]', objects: [stamp, annotation] }))
    expect(plainPage).toMatchObject({ mediaType: 'application/pdf', width: 1_696, height: 2_400, pages: [{}, {}] })
    expect(await colourOf(plainPage.pages[1]?.rendition)).toEqual([255, 255, 255])
    expect(await colourOf(stamped.pages[0]?.rendition)).toEqual([254, 0, 0])
    const { width, height } = await sharp(plainPage.pages[0]?.thumbnail).metadata()
    expect(Math.max(width, height)).toBe(320)
  })

  it('draws the seal of a signature field', async () => {
    const seal = streamOf('/Type/XObject/Subtype/Form/BBox[0 0 595 842]', '1 0 0 rg 0 0 595 842 re f')
    const field = '<</Type/Annot/Subtype/Widget/FT/Sig/T(s)/F 4/Rect[0 0 595 842]/AP<</N 100 0 R>>>>'
    const catalog = '/AcroForm<</Fields[101 0 R]/SigFlags 3>>'
    const { pages } = await inspect(pdfOf({ catalog, page: '/Annots[101 0 R]', objects: [seal, field] }))
    expect(await colourOf(pages[0]?.rendition)).toEqual([254, 0, 0])
  })

  it('draws them upright', async () => {
    expect(await inspect(pdfOf({ page: '/Rotate 90' }))).toMatchObject({ width: 2_400, height: 1_696 })
  })

  it('takes ten and no more', async () => {
    expect((await inspect(pdfOf({ pages: 10 }))).pages).toHaveLength(10)
    await expect(inspect(pdfOf({ pages: 11 }))).rejects.toMatchObject({
      code: 'FILE_TOO_MANY_PAGES',
      params: { pages: 11, allowed: 10 },
    })
  })

  it('counts the pixels of a scan', async () => {
    expect(await code(scanOf(1_200, 1_700))).toBe('taken')
    await expect(inspect(scanOf(420, 594))).rejects.toMatchObject({
      code: 'FILE_LOW_RESOLUTION',
      params: { shortSide: 420, required: 600 },
    })
    await expect(inspect(scanOf(1_200, 1_700), { maxPixels: 2_000_000 })).rejects.toMatchObject({
      code: 'FILE_TOO_MANY_PIXELS',
    })
    await expect(inspect(scanOf(10, 10, { width: 60_000, height: 60_000 }))).rejects.toMatchObject({
      code: 'FILE_TOO_MANY_PIXELS',
      params: { megapixels: 3_600 },
    })
  })

  it('refuses a page that is a thread', async () => {
    expect(await code(pdfOf({ box: [1, 10_000] }))).toBe('FILE_LOW_RESOLUTION')
  })

  it('takes what a rulebook asks for more of than a drawn page has, when nothing on it was scanned', async () => {
    expect(await code(pdfOf(), { minShortSide: 3_000 })).toBe('taken')
  })

  it('shows nothing of what is behind the end', async () => {
    const { pages } = await inspect(Buffer.concat([pdfOf(), Buffer.from('<script>alert("zhunxin")</script>')]))
    const [page] = pages
    for (const jpeg of [page?.rendition, page?.thumbnail]) {
      expect(jpeg?.includes('script')).toBe(false)
      expect(anatomy(jpeg ?? Buffer.alloc(0)).endsAtEnd).toBe(true)
    }
  })

  it('finds nothing that the file before it left', async () => {
    const red = pdfOf({ content: '1 0 0 rg 0 0 595 842 re f' })
    await inspect(red)
    expect(await colourOf((await inspect(pdfOf())).pages[0]?.rendition)).toEqual([255, 255, 255])
  })
})

describe('refuses', () => {
  it.each<[string, Buffer]>([
    ['a script that runs at the start', pdfOf({ catalog: `/OpenAction${SCRIPT}` })],
    ['a named script', pdfOf({ catalog: `/Names<</JavaScript<</Names[(a)${SCRIPT}]>>>>` })],
    ['a script of a page', pdfOf({ page: `/AA<</O${SCRIPT}>>` })],
    ['a script in a name written otherwise', pdfOf({ catalog: '/OpenAction<</S/Java#53cript/#4aS(1)>>' })],
    ['a script in an object stream', pdfOf({ objects: [packed(SCRIPT)] })],
    [
      'an object stream packed twice',
      pdfOf({
        objects: [
          streamOf('/Type/ObjStm/N 1/First 6/Filter[/ASCIIHexDecode/FlateDecode]', deflateSync('1').toString('hex')),
        ],
      }),
    ],
    ['a program to be launched', pdfOf({ catalog: '/OpenAction<</S/Launch/F(cmd.exe)>>' })],
    [
      'an attachment',
      pdfOf({
        catalog: '/Names<</EmbeddedFiles<</Names[(a) 100 0 R]>>>>',
        objects: ['<</Type/Filespec/F(a)/EF<</F 101 0 R>>>>', streamOf('/Type/EmbeddedFile', 'x')],
      }),
    ],
    [
      'an attachment on a page',
      pdfOf({ page: '/Annots[<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]/FS 100 0 R>>]', objects: ['<<>>'] }),
    ],
    ['a form in XML', pdfOf({ catalog: '/AcroForm<</Fields[]/XFA 100 0 R>>', objects: [streamOf('', '<xdp/>')] })],
  ])('%s', async (_, pdf) => {
    expect(await code(pdf)).toBe('FILE_ACTIVE_CONTENT')
  })

  it('a file that requires a password', async () => {
    expect(await code(lockedPdf())).toBe('FILE_PROTECTED')
  })

  it('a file that is damaged beyond repair, and accepts one that can be read', async () => {
    const pdf = pdfOf({ content: '0 1 0 rg 0 0 595 842 re f' })
    expect(await code(pdf.subarray(0, 60))).toBe('FILE_BROKEN')
    // Its table is not where it says: objects are found all the same.
    const lost = pdf.toString('latin1').replace(/startxref\n\d+/, 'startxref\n7')
    expect(await code(Buffer.from(lost, 'latin1'))).toBe('taken')
  })

  it('object streams that swell', async () => {
    const bomb = streamOf('/Type/ObjStm/N 1/First 6/Filter/FlateDecode', deflateSync(Buffer.alloc(80 * 1024 * 1024)))
    expect(await code(pdfOf({ objects: [bomb] }))).toBe('FILE_BROKEN')
  })

  it('words that only look active are taken', async () => {
    const content = 'BT (/JavaScript /Launch) Tj ET'
    expect(
      await code(
        pdfOf({
          content,
          page: '/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.cn)>>>>]',
        }),
      ),
    ).toBe('taken')
  })

  it('a page whose forms multiply, before they fill the memory', async () => {
    // Each form draws the next ten times.
    const forms = Array.from({ length: 9 }, (_, at) =>
      streamOf(
        `/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</F ${101 + at} 0 R>>>>`,
        at === 8 ? '0 0 595 842 re f '.repeat(100) : '/F Do '.repeat(10),
      ),
    )
    const pdf = pdfOf({ content: '/F Do '.repeat(10), resources: '/XObject<</F 100 0 R>>', objects: forms })
    expect(['FILE_BROKEN', 'FILE_TOO_SLOW']).toContain(await code(pdf))
    expect(await code(pdfOf())).toBe('taken')
  })

  it('a page that never ends', async () => {
    // The whole page again and again, half transparent, so that each time counts.
    const content = `/Half gs ${'0 0 595 842 re f '.repeat(200_000)}`
    const pdf = pdfOf({ content, resources: '/ExtGState<</Half<</ca 0.5>>>>' })
    // Its processor time is limited. On a busy machine it may be stopped by the clock first: then it is tried again, as
    // uploads are.
    let answer = await code(pdf)
    for (let tries = 1; answer === 'TRY_AGAIN' && tries < 5; tries += 1) answer = await code(pdf)
    expect(answer).toBe('FILE_TOO_SLOW')
    expect(await code(pdfOf())).toBe('taken')
  })
})

describe.skipIf(!hasRealFiles)('real files (../shared/data)', () => {
  it('shows a document that was made elsewhere', async () => {
    const { pages } = await inspect(realFile('good-files/pdf-document.pdf'))
    expect(pages).toHaveLength(5)
    for (const { rendition } of pages) {
      const [red = 0] = await colourOf(rendition)
      expect(red).toBeGreaterThan(100)
      expect(red).toBeLessThan(254)
    }
  })
})

describe.skipIf(process.platform !== 'linux')('memory', () => {
  it('stays within the limits with a scan of fifty megapixels', async () => {
    const jpeg = await plain(7_000, 7_000).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer()
    const entries =
      '/Type/XObject/Subtype/Image/Width 7000/Height 7000/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode'
    const scan = pdfOf({
      content: 'q 595 0 0 842 0 0 cm /Scan Do Q',
      resources: '/XObject<</Scan 100 0 R>>',
      objects: [streamOf(entries, jpeg)],
    })
    expect(['taken', 'FILE_BROKEN', 'FILE_TOO_SLOW']).toContain(await code(scan))
    const peaks = decoderPool().pids.map(
      (pid) => /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1],
    )
    for (const peak of peaks) expect(Number(peak) / 1024).toBeLessThan(490)
  })
})
