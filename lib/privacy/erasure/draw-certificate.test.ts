import { PDFiumLibrary } from '@hyzyla/pdfium'
import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { faultsOfPdf, hasQpdf } from '@/tests/setup/qpdf'
import type { Certificate } from './certificate'
import { drawCertificate } from './draw-certificate'

const HASH = 'ab12'.repeat(16)

function aCertificate(files: number): Certificate {
  return {
    schema: 'zhunxin/erasure-certificate',
    version: 2,
    id: newId(),
    portal: 'https://sms.example.com',
    reference: 'ZX-20261125-AB12C3',
    erasedAt: '2026-11-25T06:00:00.000Z',
    cause: 'REQUEST',
    requestedAt: '2026-11-24T16:30:00.000Z',
    scopes: ['DOCUMENTS', 'DETAILS'],
    erased: {
      files: Array.from({ length: files }, (_, index) => ({
        id: newId(),
        kind: 'ID_PORTRAIT' as const,
        sha256: index === 0 ? HASH : index.toString(16).padStart(64, '0'),
        bytes: 123_456,
        pages: 1,
        takenInAt: '2026-10-01T00:00:00.000Z',
      })),
      details: { answers: 11, senderSignatures: 2, sampleMessages: 1, notes: 0 },
      person: false,
    },
    remains: [
      { what: 'DECISIONS_AND_EVENTS', until: null },
      { what: 'SHARED_FILES', until: null, fileIds: [newId(), newId()] },
      { what: 'SENT_MESSAGES', until: '2026-12-25T06:00:00.000Z' },
    ],
    finality: {
      isFinal: false,
      because: 'SCHEDULED',
      until: '2027-01-29T06:00:00.000Z',
      asOf: '2026-11-25T06:00:00.000Z',
    },
  }
}

/** Returns the text of each page, as a reader program copies it. */
async function textOf(pdf: Buffer): Promise<string[]> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const pages = [...document.pages()].map((page) => page.getText())
  document.destroy()
  library.destroy()
  return pages
}

test('it says in both languages what was erased, when and why, what remains, and how to check it', async () => {
  const certificate = aCertificate(2)
  const pdf = await drawCertificate(certificate)
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const text = (await textOf(pdf)).join('\n')
  for (const said of [
    '资料删除凭证',
    'Certificate of erasure',
    certificate.id,
    'ZX-20261125-AB12C3',
    '2026年11月25日 14:00:00（北京时间）',
    'Nov 25, 2026, 00:30:00 (Beijing time)',
    '应本人申请删除',
    '2 个文件',
    '证件人像面，1 页，123,456 字节',
    'ID, portrait side, 1 page, 123,456 bytes',
    `SHA-256: ${HASH}`,
    '11 项回答，2 个短信签名，1 条短信样例',
    '另一份资质也在使用的文件',
    'Stored until Dec 25, 2026, 14:00:00 (Beijing time)',
    'sha256sum',
    '1 / ',
  ]) {
    expect(text.replaceAll(/\s+/g, ' ')).toContain(said)
  }
})

test.each([
  [{ isFinal: true, because: null, until: null }, '已最终完成', 'Final.'],
  [
    { isFinal: false, because: 'SCHEDULED', until: '2027-01-29T06:00:00.000Z' },
    '尚未最终完成',
    'by Jan 29, 2027, 14:00:00',
  ],
  [{ isFinal: false, because: 'BY_HAND', until: null }, '尚未最终完成', 'once the operator has replaced the key'],
  [{ isFinal: false, because: 'OVERDUE', until: '2027-01-29T06:00:00.000Z' }, '尚未最终完成', 'due for destruction'],
] as const)('it says whether that is final, and if not, until when: %j', async (finality, zh, en) => {
  const certificate = { ...aCertificate(1), finality: { ...finality, asOf: '2026-11-25T06:00:00.000Z' } }
  const text = (await textOf(await drawCertificate(certificate))).join('\n').replaceAll(/\s+/g, ' ')
  expect(text).toContain(zh)
  expect(text).toContain(en)
  expect(text.includes('none of its programs is known to have it any more')).toBe(finality.isFinal)
  expect(text).toContain('As of Nov 25, 2026, 14:00:00')
})

test('a long one has as many pages as it needs, each numbered, with nothing outside the paper', async () => {
  const pages = await textOf(await drawCertificate(aCertificate(60)))
  expect(pages.length).toBeGreaterThan(3)
  for (const [index, text] of pages.entries()) {
    expect(text).toContain(`${index + 1} / ${pages.length}`)
  }
  const hashes = pages.join('\n').match(/SHA-256: [0-9a-f]{64}/g) ?? []
  expect(new Set(hashes).size).toBe(60)
})

test.skipIf(!hasQpdf)('another reader of PDF finds nothing wrong with it', async () => {
  expect(faultsOfPdf(await drawCertificate(aCertificate(60)))).toEqual([])
})

test('a certificate about a person has no files to check', async () => {
  const { erased, ...person } = aCertificate(0)
  const certificate = { ...person, reference: null, scopes: ['PERSON' as const] }
  const pdf = await drawCertificate({ ...certificate, erased: { ...erased, details: null, person: true } })
  const text = (await textOf(pdf)).join('\n')
  expect(text).toContain('账户成员的个人资料')
  expect(text).toContain('手机号、通知邮箱')
  expect(text).not.toContain('sha256sum')
})
