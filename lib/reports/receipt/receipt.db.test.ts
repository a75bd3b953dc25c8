import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { leafHash, verifyInclusion } from '@/lib/audit-log/merkle'
import { sequenceEvents } from '@/lib/audit-log/sequence'
import { readSubmitted } from '@/lib/cases/read-submitted'
import type { Locale } from '@/lib/core/languages/locales'
import { writeTime } from '@/lib/core/languages/write-time'
import { database, transaction } from '@/lib/db/client'
import { withdrawConsent } from '@/lib/privacy/consents/withdraw-consent'
import { eraseQualification, type QualificationScope } from '@/lib/privacy/erasure/erase-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { decide, submit } from '@/tests/factories/journey'
import { aColleague, aMemberOf, aRegisteredApplicant } from '@/tests/factories/people'
import { aReadyDraft, INDIVIDUAL_DOCUMENTS } from '@/tests/factories/qualifications'
import { faultsOfPdf, hasQpdf } from '@/tests/setup/qpdf'
import { openReceipt } from './open-receipt'
import { readReceipt } from './read-receipt'

async function aSubmittedOne() {
  const applicant = await aRegisteredApplicant()
  const { id } = await aReadyDraft({ applicant: { ...applicant.actor, accountId: applicant.accountId } })
  await submit(applicant.actor, id)
  while ((await sequenceEvents())?.isMore);
  return { applicant, id }
}

const of = (qualificationId: string, revision = '1') => ({ qualificationId, revision })

/** Returns the text as someone who copies it from a reader gets it, without white space. */
async function read(pdf: Buffer) {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const text = [...document.pages()].map((page) => page.getText()).join('')
  document.destroy()
  library.destroy()
  return text.replaceAll(/\s+/g, '')
}

const erase = async (id: string, scopes: QualificationScope) => {
  await database().qualification.update({ where: { id }, data: { status: 'EXPIRED', validUntil: new Date(0) } })
  const cause = { cause: 'RETENTION', requestId: null } as const
  await transaction((tx) => eraseQualification(tx, { kind: 'SYSTEM', id: null }, { id, scopes, ...cause }))
}

test('it says in both languages what was received, when and from whom, with personal values masked', async () => {
  const { applicant, id } = await aSubmittedOne()
  const copy = await readSubmitted(applicant.actor, of(id))
  const { name, pdf } = await openReceipt(applicant.actor, of(id))
  const folder = process.env.DOSSIER_FOLDER
  if (folder) writeFileSync(path.join(folder, name), pdf)
  expect(name).toBe(`zhunxin-receipt-${copy?.reference}-1.pdf`)
  const text = await read(pdf)
  const at = (locale: Locale) => {
    if (!copy) throw new Error('It has no copy')
    return writeTime(copy.submittedAt, locale, 'exact').replaceAll(' ', '')
  }
  const pages = copy?.content?.documents.flatMap((document) => document.pages) ?? []
  for (const said of [
    '提交回执',
    'Receiptofsubmission',
    copy?.reference ?? '-',
    `${at('zh-CN')}（北京时间，UTC+8）`,
    `${at('en')}(Beijingtime,UTC+8)`,
    'http://localhost',
    '1101**********002X',
    '小明书屋',
    '您订的书到了。',
    '身份证人像面',
    'IDcard,portraitside',
    '敏感个人信息',
    'Processingofsensitivepersonalinformation',
    '它不是审核结论',
    ...pages.map(({ sha256 }) => `SHA-256：${sha256.slice(0, 16)}…`),
  ]) {
    expect(text).toContain(said)
  }
  expect(pages).toHaveLength(INDIVIDUAL_DOCUMENTS.length)
  expect(text).not.toMatch(/11010519491231002X|1949-12-31/)
  expect(text).not.toContain(applicant.phone.slice(3))
  if (hasQpdf) expect(faultsOfPdf(pdf)).toEqual([])
})

test('the entry that it carries is in the signed log, and making it is no event', async () => {
  const { applicant, id } = await aSubmittedOne()
  const before = await eventsAbout(id)
  const { event, proof } = await readReceipt(applicant.actor, of(id))
  expect(JSON.parse(event.entry)).toMatchObject({ id: event.id, action: 'qualification.submitted', subject: { id } })
  if (!proof) throw new Error('It has no place in the log')
  const [, line = '', ...hashes] = proof.proof.slice(0, proof.proof.indexOf('\n\n')).split('\n')
  expect(line).toBe(`index ${proof.index}`)
  const isIn = verifyInclusion({
    ...{ index: proof.index, size: proof.size, leaf: leafHash(event.entry), root: Buffer.from(proof.root, 'base64') },
    proof: hashes.map((hash) => Buffer.from(hash, 'base64')),
  })
  expect(isIn).toBe(true)
  const { pdf } = await openReceipt(applicant.actor, of(id))
  expect(await read(pdf)).toContain(proof.root)
  expect(await eventsAbout(id)).toEqual(before)
})

test('a consent counts that applied when it was submitted, though it was withdrawn since', async () => {
  const { applicant, id } = await aSubmittedOne()
  await withdrawConsent(applicant.actor, { statement: 'PROVISION_TO_CARRIERS' })
  const { consents } = await readReceipt(applicant.actor, of(id))
  expect(consents.map(({ statement }) => statement)).toHaveLength(4)
  const withdrawnBefore = new Date(0)
  await database().consent.updateMany({
    where: { userId: applicant.id, statement: 'PROVISION_TO_CARRIERS' },
    data: { withdrawnAt: withdrawnBefore },
  })
  const { consents: later } = await readReceipt(applicant.actor, of(id))
  expect(later.map(({ statement }) => statement)).not.toContain('PROVISION_TO_CARRIERS')
})

test('it is for members of the account alone, and for what was submitted', async () => {
  const { applicant, id } = await aSubmittedOne()
  const refusal = (actor: PersonActor, place = of(id)) =>
    openReceipt(actor, place).then(
      () => 'OK',
      (error: { code?: string }) => error.code,
    )
  expect(await refusal((await aMemberOf(applicant.accountId)).actor)).toBe('OK')
  expect(await refusal((await aRegisteredApplicant()).actor)).toBe('NOT_FOUND')
  expect(await refusal((await aColleague({ roles: ['ADMIN'] })).actor)).toBe('NOT_FOUND')
  expect(await refusal(applicant.actor, of(id, '2'))).toBe('NOT_FOUND')
  expect(await refusal(applicant.actor, of(randomUUID()))).toBe('NOT_FOUND')
})

test('it can be made of one whose documents were erased, and of erased details only outcomes remain', async () => {
  const { applicant, id } = await aSubmittedOne()
  await decide((await aColleague()).actor, id, { ID_PORTRAIT: 'SUSPECTED_FORGERY' })
  await erase(id, ['DOCUMENTS'])
  const copy = await readSubmitted(applicant.actor, of(id))
  expect(copy?.erased).toEqual({ documents: expect.any(Date), details: null })
  expect(copy?.content?.documents[0]?.pages).toMatchObject([
    { name: '', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ])
  const { pdf } = await openReceipt(applicant.actor, of(id))
  expect(await read(pdf)).toContain(copy?.content?.documents[0]?.pages[0]?.sha256.slice(0, 16))

  await erase(id, ['DOCUMENTS', 'DETAILS'])
  const gone = await readSubmitted(applicant.actor, of(id))
  expect(gone).toMatchObject({
    content: null,
    decision: { outcome: 'REJECTED' },
    erased: { details: expect.any(Date) },
  })
  const portrait = gone?.parts.find(({ documentKind }) => documentKind === 'ID_PORTRAIT')
  expect(portrait).toMatchObject({ verdict: 'REFUSED', note: null, signature: null })
  expect(JSON.stringify(gone)).not.toMatch(/王小明|小明书屋|照片/)
  await expect(openReceipt(applicant.actor, of(id))).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
