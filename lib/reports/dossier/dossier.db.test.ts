import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type PersonActor, SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { leafHash, verifyInclusion } from '@/lib/audit-log/merkle'
import { parseCheckpoint } from '@/lib/audit-log/note'
import { sequenceEvents } from '@/lib/audit-log/sequence'
import { showDeclared } from '@/lib/cases/show-declared'
import { dateIn, MINUTE } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { setFiling } from '@/lib/filings/set-filing'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { markerPool } from '@/lib/imaging/watermark'
import { exportOriginal } from '@/lib/qualifications/files/export-original'
import { openFile } from '@/lib/qualifications/files/open-file'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { aFullDraft, aSubmitted, decide, resubmit } from '@/tests/factories/journey'
import { IDENTITY } from '@/tests/factories/qualifications'
import { shownBefore } from '@/tests/factories/reveals'
import {
  aClaimedQualification,
  anApplicant,
  aSubmittedQualification,
  judgementsOf,
  someStaff,
} from '@/tests/factories/review'
import { OPERATOR } from '@/tests/setup/operator'
import { faultsOfPdf, hasQpdf } from '@/tests/setup/qpdf'
import { exportDossier } from './export-dossier'
import { openDossier } from './open-dossier'
import { readActivity } from './read-activity'
import { readDossier } from './read-dossier'
import { readProof } from './read-proof'
import type { ExportDossierInput } from './schemas'

beforeAll(bundleDecoder)
afterAll(() => {
  decoderPool().close()
  markerPool().close()
})

const staff = (role: StaffRole, name: string) => someStaff({ roles: [role], name })

/** Creates one that was refused, corrected, approved by another reviewer and suspended, and was viewed and exported. */
async function aLife() {
  const [first, second] = [await staff('REVIEWER', '翀龑𬱖'), await staff('REVIEWER', '李审核')]
  const administrator = await staff('ADMIN', '王管理')
  const { id, reference, applicant } = await aSubmitted()
  await claimQualification(first, { qualificationId: id })
  const page = await database().documentPage.findFirstOrThrow({
    where: { document: { submission: { qualificationId: id } } },
  })
  const shown = { fileId: page.fileId, variant: 'RENDITION', page: 0 } as const
  await buffer((await openFile(first, shown)).stream)
  const edges = { left: 0.1, top: 0.25, right: 0.5, bottom: 0.75 }
  await decide(first, id, { ID_PORTRAIT: 'BLURRED', COMMITMENT_LETTER: 'THUMBPRINT_MISSING' }, edges)
  await database().roleGrant.deleteMany({ where: { userId: first.id } }) // their role of then is named all the same
  await resubmit(applicant.actor, id, ['ID_PORTRAIT', 'COMMITMENT_LETTER'])
  await decide(second, id)
  await showDeclared(administrator, { qualificationId: id, reason: 'DISPUTE', note: null })
  await exportOriginal(administrator, { qualificationId: id, fileId: page.fileId, reason: 'DISPUTE', note: null })
  await suspendQualification(administrator, { qualificationId: id, reason: 'COMPLAINTS', note: '请联系客服说明情况' })
  while ((await sequenceEvents())?.isMore);
  return { id, reference, administrator }
}

type Asked = Partial<Omit<ExportDossierInput, 'qualificationId'>>

const asked = (qualificationId: string, more: Asked = {}): ExportDossierInput => ({
  ...{ qualificationId, locale: 'zh-CN', content: 'MASKED', reason: null, note: null },
  ...more,
})

async function dossierOf(actor: PersonActor, id: string, more: Asked = {}): Promise<Buffer> {
  const { id: exportId } = await exportDossier(actor, asked(id, more))
  const { stream, size } = await openDossier(actor, { qualificationId: id, exportId })
  const pdf = await buffer(stream)
  expect(pdf.length).toBe(size)
  const folder = process.env.DOSSIER_FOLDER
  if (folder)
    writeFileSync(path.join(folder, `${more.locale ?? 'zh'}-${more.content ?? 'MASKED'}-${exportId}.pdf`), pdf)
  return pdf
}

const FULL = { content: 'FULL', reason: 'INSPECTION' } as const

/** Returns the text as someone who copies it from a reader gets it, without white space, and the number of pictures. */
async function read(pdf: Buffer) {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const pages = [...document.pages()]
  const text = pages.map((page) => page.getText()).join('')
  document.destroy()
  library.destroy()
  const pictures = pdf.toString('latin1').match(/\/Subtype \/Image/g)?.length ?? 0
  return { text: text.replaceAll(/\s+/g, ''), pictures, pages: pages.length }
}

describe('the dossier of one that was refused, corrected, approved and suspended', () => {
  let life: Awaited<ReturnType<typeof aLife>>
  beforeAll(async () => {
    life = await aLife()
  })

  test('it says who decided what, when and why, in plain words, and what was viewed and exported', async () => {
    const { text, pages } = await read(await dossierOf(life.administrator, life.id))
    const { decidedAt } = await database().qualification.findUniqueOrThrow({ where: { id: life.id } })
    const at = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })
    for (const said of [
      life.reference,
      OPERATOR.OPERATOR_NAME,
      OPERATOR.OPERATOR_EMAIL,
      '翀龑𬱖（审核员）',
      '李审核（审核员）',
      '王管理（系统管理员）',
      '需要修改',
      at.format(decidedAt ?? new Date(0)).replace(' ', ''),
      '模糊',
      '左下角的号码看不清',
      '在第1页框出：横向10–50%，纵向25–75%',
      '沿用第1次提交的通过结论',
      'cn-mainland/2024-10',
      '敏感个人信息',
      '领取第1次提交进行审核',
      '暂停',
      '投诉',
      '请联系客服说明情况',
      '导出原件',
      '查看第2次提交的敏感内容',
      '导出本资质档案（遮盖版）',
      '【小明书屋】',
      '中国移动',
      `1/${pages}`,
    ]) {
      expect(text).toContain(said)
    }
    expect(text).not.toMatch(/翀龑𬱖(?!（审核员）)/)
    for (const { sha256 } of await database().storedFile.findMany({
      where: { pages: { some: { document: { submission: { qualificationId: life.id } } } } },
    }))
      expect(text).toContain(Buffer.from(sha256).toString('hex'))
  })

  test('it is masked unless requested otherwise, and in full has pictures for people who may see them', async () => {
    const person = { name: IDENTITY['person.name'], number: IDENTITY['person.idNumber'] }
    const masked = await read(await dossierOf(life.administrator, life.id))
    expect(masked.text).not.toContain(person.name)
    expect(masked.text).not.toContain(person.number)
    expect(masked.text).not.toContain(IDENTITY['person.birthDate'])
    expect(masked.text).toContain(`${person.number.slice(0, 4)}**********${person.number.slice(-4)}`)
    expect(masked.pictures).toBe(0)

    const marking = vi.spyOn(markerPool(), 'decode')
    const pdf = await dossierOf(life.administrator, life.id, FULL)
    const whose = marking.mock.calls.map(([, , of]) => of)
    expect(new Set(whose.map(({ owner }) => owner))).toEqual(new Set([life.id])) // in a child of its own
    marking.mockRestore()
    const full = await read(pdf)
    expect(full.text).toContain(person.name)
    expect(full.text).toContain(person.number)
    expect(full.text).toContain('配合主管部门检查')
    const files = await database().storedFile.count({
      where: {
        pages: { some: { document: { submission: { qualificationId: life.id, submittedAt: { not: null } } } } },
      },
    })
    expect(full.pictures).toBe(files)
    expect(files).toBeGreaterThanOrEqual(6)
    expect(pdf.length).toBeLessThan(2 * 1024 * 1024)
  })

  test('an auditor’s contains no picture, even when they request one', async () => {
    const auditor = await staff('AUDITOR', '周审计')
    for (const more of [{}, FULL]) {
      const { pictures, text } = await read(await dossierOf(auditor, life.id, more))
      expect(pictures).toBe(0)
      expect(text).toContain(more === FULL ? '无权查看图片' : '遮盖版不含图片')
    }
  })

  test.skipIf(!hasQpdf)(
    'another reader of PDF finds nothing wrong with it, masked or in full, in either language',
    async () => {
      const asked = [{}, FULL, { locale: 'en', ...FULL }] as const
      const pdfs = await Promise.all(asked.map((more) => dossierOf(life.administrator, life.id, more)))
      expect(faultsOfPdf(...pdfs)).toEqual([])
    },
  )

  test('in English it is English, with headings in both languages', async () => {
    const { text } = await read(await dossierOf(life.administrator, life.id, { locale: 'en', ...FULL }))
    for (const said of ['Ataglance结论概览', '李审核(Reviewer)', 'Changesrequested', 'Blurred', 'China']) {
      expect(text).toContain(said)
    }
  })

  test('it proves its last decision and the current state by the signed log, and shows where each event is', async () => {
    const pdf = await dossierOf(life.administrator, life.id)
    const proof = await readProof(await readActivity(life.id, new Date(Date.now() + MINUTE)))
    if (!proof) throw new Error('Nothing is proved')
    const { size, root } = parseCheckpoint(proof.checkpoint.note)
    const { text } = await read(pdf)
    // A line that ends in a hyphen loses it.
    const solid = (said: string) => said.replaceAll(/[^\p{L}\p{N}]+/gu, '')
    for (const shown of proof.shown) {
      const [, index = '', ...lines] = shown.proof.slice(0, shown.proof.indexOf('\n\n')).split('\n')
      const isIn = verifyInclusion({
        ...{ size, root, index: BigInt(index.replace('index ', '')), leaf: leafHash(shown.entry) },
        proof: lines.map((line) => Buffer.from(line, 'base64')),
      })
      expect(isIn).toBe(true)
      expect(solid(text)).toContain(solid(shown.entry))
      expect(text).toContain(`日志序号${index.replace('index ', '')}的证明`)
      for (const line of shown.proof.trim().split('\n')) expect(text).toContain(line.replaceAll(/\s+/g, ''))
    }
    expect(proof.shown.map(({ entry }) => JSON.parse(entry))).toMatchObject([
      { action: 'review.decided', data: { to: 'APPROVED' } },
      { action: 'qualification.suspended' },
    ])
    expect(pdf.toString('latin1').match(/\/Type \/Filespec/g)).toHaveLength(5)
    const [decided] = await eventsAbout(life.id, 'review.decided')
    expect(proof.places.get(decided?.id ?? '')).toBeTypeOf('bigint')
  })

  test('each is an event: masked without a reason, in full with one', async () => {
    const administrator = await staff('ADMIN', '赵管理')
    await exportDossier(administrator, asked(life.id, { reason: 'DISPUTE', note: '没有用到' }))
    await exportDossier(administrator, asked(life.id, { ...FULL, reason: 'OTHER', note: '调取文书 17' }))
    const events = await eventsAbout(life.id, 'qualification.dossier_exported')
    expect(events.filter(({ actorId }) => actorId === administrator.id)).toMatchObject([
      {
        capabilities: ['audit.export'],
        data: { locale: 'zh-CN', isMasked: true, withPictures: false, reason: null, note: null },
      },
      { data: { isMasked: false, withPictures: true, reason: 'OTHER', note: expect.stringMatching(/^[0-9a-f]{64}$/) } },
    ])
  })
})

test('it names the role that a person had when they acted, not the one of today', async () => {
  const lead = await staff('LEAD', '高远')
  const { qualification, parts } = await aClaimedQualification({ reviewer: lead })
  const { id } = qualification
  await decideQualification(lead, { qualificationId: id, revision: 1, parts: judgementsOf(parts) })
  const signature = await database().senderSignature.findFirstOrThrow({
    where: { submission: { qualificationId: id } },
  })
  const filing = { senderSignatureId: signature.id, carrier: 'CMCC', from: 'NOT_FILED', state: 'FILED' } as const
  await setFiling(lead, {
    ...filing,
    ...{ extensionNumber: null, reason: null, filedOn: dateIn(new Date()), effectiveOn: null },
  })
  await database().roleGrant.deleteMany({ where: { userId: lead.id } })
  await database().roleGrant.create({ data: { userId: lead.id, role: 'AUDITOR' } })
  const data = { from: ['LEAD'], to: ['AUDITOR'] }
  await transaction((tx) => recordAudit(tx, SYSTEM, { action: 'staff.roles_changed', subjectId: lead.id, data }))
  const { text } = await read(await dossierOf(await staff('ADMIN', '王管理'), id))
  expect(text.match(/高远（[^）]*）/g)?.length).toBeGreaterThan(3)
  expect(text).not.toMatch(/高远(?!（审核组长）)/)
  expect(text).toContain('未报备→已提交')
})

test('an erased one shows decisions, times and hashes, and nothing that was declared', async () => {
  const { qualification } = await aSubmittedQualification()
  const { dataKeyId, id } = qualification
  const sha256 = 'ab12'.repeat(16)
  await transaction((tx) =>
    recordAudit(tx, SYSTEM, {
      action: 'qualification.submitted',
      subjectId: id,
      data: {
        ...{ submissionId: newId(), revision: 1, rulebookVersion: 'cn-mainland/2024-10', declared: sha256 },
        ...{ letterVersion: 'cn-mainland/2024-10', files: [{ kind: 'ID_PORTRAIT', fileId: newId(), sha256 }] },
      },
    }),
  )
  const erasedAt = new Date()
  await database().dataKey.update({ where: { id: dataKeyId }, data: { wrapped: new Uint8Array(), erasedAt } })
  await database().qualification.update({
    where: { id },
    data: { status: 'REJECTED', decidedAt: erasedAt, detailsErasedAt: erasedAt, documentsErasedAt: erasedAt },
  })
  const { text, pictures } = await read(await dossierOf(await staff('ADMIN', '王管理'), id, FULL))
  expect(text).toContain('已按规定删除，不能恢复')
  expect(text).toContain('材料已删除，不能恢复')
  expect(text).toContain(`SHA-256${sha256}`)
  expect(text).not.toContain('小明')
  expect(pictures).toBe(0)
})

test('in full it requires a reason, words with OTHER, and a fresh second factor', async () => {
  const { qualification } = await aSubmittedQualification()
  const administrator = await staff('ADMIN', '王管理')
  const refused = async (actor: PersonActor, more: Asked, code: string) =>
    expect(exportDossier(actor, asked(qualification.id, more))).rejects.toMatchObject({ code })
  await refused(administrator, { content: 'FULL' }, 'INVALID_INPUT')
  await refused(administrator, { content: 'FULL', reason: 'OTHER' }, 'INVALID_INPUT')
  const factors = [{ factor: 'TOTP' as const, at: new Date(Date.now() - 16 * MINUTE) }]
  const stale = { ...administrator, assurance: { factors } }
  await refused(stale, FULL, 'FRESH_FACTOR_NEEDED')
  await expect(exportDossier(stale, asked(qualification.id))).resolves.toBeTruthy()
})

test('in full it counts as a reveal, and is refused at the cap; masked it does not', async () => {
  const { qualification } = await aSubmittedQualification()
  const administrator = await staff('ADMIN', '王管理')
  await shownBefore(administrator.id, env().REVEALS_AN_HOUR - 1)
  await exportDossier(administrator, asked(qualification.id, FULL))
  const another = exportDossier(administrator, asked(qualification.id, FULL))
  await expect(another).rejects.toMatchObject({ code: 'REVEALS_USED_UP', subjectId: qualification.id })
  await expect(exportDossier(administrator, asked(qualification.id))).resolves.toBeTruthy()
})

test('nobody else exports one: no reviewer, nobody for an account of their own, nobody for a draft', async () => {
  const { qualification, applicant } = await aSubmittedQualification()
  const refused = async (actor: PersonActor, code: string, id = qualification.id) =>
    expect(exportDossier(actor, asked(id))).rejects.toMatchObject({ code })
  await refused(await staff('REVIEWER', '甲'), 'FORBIDDEN')
  await refused(await staff('LEAD', '乙'), 'FORBIDDEN')
  await refused(applicant, 'FORBIDDEN')
  await refused(await anApplicant(), 'NOT_FOUND')
  for (const lacking of ['audit.export', 'audit.read', 'qualification.read']) {
    const administrator = await staff('ADMIN', '丙')
    const capabilities = administrator.capabilities.filter((capability) => capability !== lacking)
    await refused({ ...administrator, capabilities }, 'FORBIDDEN')
  }
  await refused(await someStaff({ roles: ['ADMIN'], accountIds: [applicant.accountId] }), 'FORBIDDEN')
  await refused(await staff('ADMIN', '丙'), 'NOT_FOUND', randomUUID())
  await refused(await staff('ADMIN', '丙'), 'NOT_FOUND', (await aFullDraft()).id)
  expect(await eventsAbout(qualification.id, 'qualification.dossier_exported')).toEqual([])
})

test('an export opens in its session, for its qualification, for ten minutes, while the person still may', async () => {
  const { qualification } = await aSubmittedQualification()
  const administrator = await staff('ADMIN', '王管理')
  const { id: exportId } = await exportDossier(administrator, asked(qualification.id))
  const opened = (actor: PersonActor, more = {}) =>
    openDossier(actor, { qualificationId: qualification.id, exportId, ...more })
  await expect(opened(administrator)).resolves.toMatchObject({ name: expect.stringContaining(qualification.reference) })
  const notFound = { code: 'NOT_FOUND' }
  await expect(opened({ ...administrator, sessionId: randomUUID() })).rejects.toMatchObject(notFound)
  await expect(opened(administrator, { exportId: randomUUID() })).rejects.toMatchObject(notFound)
  const { qualification: other } = await aSubmittedQualification()
  await expect(opened(administrator, { qualificationId: other.id })).rejects.toMatchObject(notFound)
  const demoted = { ...administrator, capabilities: ['review.queue'] as const }
  await expect(opened(demoted)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  const unseeing = administrator.capabilities.filter((capability) => capability !== 'review.queue')
  const blind = { ...administrator, capabilities: unseeing }
  await expect(opened(blind)).rejects.toMatchObject(notFound)
  const made = {
    at: new Date(),
    byId: blind.id,
    locale: 'en',
    isMasked: true,
    reason: null,
    withPictures: false,
  } as const
  await expect(readDossier(blind, qualification.id, made)).rejects.toMatchObject(notFound)
  await database().dossierExport.update({ where: { id: exportId }, data: { endsAt: new Date(Date.now() - 1_000) } })
  await expect(opened(administrator)).rejects.toMatchObject(notFound)
})

test('two views of one page within one second are told apart, by one person or by two', async () => {
  const { qualification } = await aSubmittedQualification()
  const [one, other] = [await staff('REVIEWER', '甲看了'), await staff('REVIEWER', '乙看了')]
  const fileId = newId()
  const views = [
    [one, '2026-11-20T02:03:04.117Z'],
    [one, '2026-11-20T02:03:04.905Z'],
    [other, '2026-11-20T02:03:04.118Z'],
  ] as const
  for (const [{ id }, at] of views) {
    const data = { revision: 1, kind: 'ID_PORTRAIT', fileId, page: 1, variant: 'RENDITION' }
    await database().$executeRaw`
      INSERT INTO audit_events (id, version, at, actor_kind, actor_id, capabilities, action, subject_kind, subject_id, data)
      VALUES (gen_random_uuid(), 1, ${new Date(at)}, 'PERSON', ${id}::uuid, '{}', 'document.viewed', 'QUALIFICATION',
        ${qualification.id}::uuid, ${JSON.stringify(data)}::jsonb)`
  }
  const { text } = await read(await dossierOf(await staff('ADMIN', '王管理'), qualification.id))
  const shown = [...text.matchAll(/([甲乙]看了)（审核员）(\d)2026-11-2010:03:04\.(\d{3})2026-11-2010:03:04\.(\d{3})/g)]
  expect(shown.map((row) => row.slice(1))).toEqual([
    ['乙看了', '1', '118', '118'],
    ['甲看了', '2', '117', '905'],
  ])
})

test('ten thousand views are a few rows, and status changes beyond what one reads are counted', async () => {
  const { qualification } = await aSubmittedQualification()
  const administrator = await staff('ADMIN', '王管理')
  const [viewer, fileId] = [await staff('REVIEWER', '看很多'), newId()]
  const event = (action: string, data: object, count: number) => database().$executeRaw`
    INSERT INTO audit_events (id, version, at, actor_kind, actor_id, capabilities, action, subject_kind, subject_id, data)
    SELECT gen_random_uuid(), 1, clock_timestamp(), 'PERSON', ${viewer.id}::uuid, '{}', ${action}, 'QUALIFICATION',
      ${qualification.id}::uuid, ${JSON.stringify(data)}::jsonb
    FROM generate_series(1, ${count})`
  await event('document.viewed', { revision: 1, kind: 'ID_PORTRAIT', fileId, page: 1, variant: 'RENDITION' }, 10_000)
  await event('review.urgency_set', { revision: 1, isUrgent: true }, 620)
  const { text, pages } = await read(await dossierOf(administrator, qualification.id))
  expect(text).toContain('10000')
  expect(text).toContain('另有更早的120条')
  expect(pages).toBeLessThan(40)
})
