import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { SYSTEM } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { leafHash, verifyInclusion } from '@/lib/audit-log/merkle'
import { parseCheckpoint } from '@/lib/audit-log/note'
import { dateIn, MINUTE } from '@/lib/core/clock'
import { newId } from '@/lib/core/ids'
import * as settings from '@/lib/core/operator'
import { database, transaction } from '@/lib/db/client'
import { setFiling } from '@/lib/filings/set-filing'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { markerPool } from '@/lib/imaging/watermark'
import { decideQualification } from '@/lib/review/decisions/decide-qualification'
import { eventsAbout } from '@/tests/factories/audit'
import { aLife, asked, dossierOf, FULL, readPdf, staff } from '@/tests/factories/dossiers'
import { IDENTITY } from '@/tests/factories/qualifications'
import { aClaimedQualification, aSubmittedQualification, judgementsOf } from '@/tests/factories/review'
import { OPERATOR } from '@/tests/setup/operator'
import { faultsOfPdf, hasQpdf } from '@/tests/setup/qpdf'
import { exportDossier } from './export-dossier'
import { readActivity } from './read-activity'
import { readProof } from './read-proof'

beforeAll(bundleDecoder)
afterAll(() => {
  decoderPool().close()
  markerPool().close()
})

describe('the dossier of one that was refused, corrected, approved and suspended', () => {
  let life: Awaited<ReturnType<typeof aLife>>
  beforeAll(async () => {
    life = await aLife()
  })

  test('it says who decided what, when and why, in plain words, and what was viewed and exported', async () => {
    const { text, pages } = await readPdf(await dossierOf(life.administrator, life.id))
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

  test('an operator that entered no name has one in its words, and can be reached', async () => {
    const { OPERATOR_PHONE: phone, OPERATOR_EMAIL: email } = OPERATOR
    const unnamed = vi.spyOn(settings, 'operator').mockReturnValue({ name: null, phone, email })
    const { text } = await readPdf(await dossierOf(life.administrator, life.id))
    unnamed.mockRestore()
    expect(text).toContain('本平台的运营者')
    expect(text).toContain(email)
  })

  test('it is masked unless requested otherwise, and in full has pictures for people who may see them', async () => {
    const person = { name: IDENTITY['person.name'], number: IDENTITY['person.idNumber'] }
    const masked = await readPdf(await dossierOf(life.administrator, life.id))
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
    const full = await readPdf(pdf)
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
      const { pictures, text } = await readPdf(await dossierOf(auditor, life.id, more))
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
    const { text } = await readPdf(await dossierOf(life.administrator, life.id, { locale: 'en', ...FULL }))
    for (const said of ['Ataglance结论概览', '李审核(Reviewer)', 'Changesrequested', 'Blurred', 'China']) {
      expect(text).toContain(said)
    }
  })

  test('it proves its last decision and the current state by the signed log, and shows where each event is', async () => {
    const pdf = await dossierOf(life.administrator, life.id)
    const proof = await readProof(await readActivity(life.id, new Date(Date.now() + MINUTE)))
    if (!proof) throw new Error('Nothing is proved')
    const { size, root } = parseCheckpoint(proof.checkpoint.note)
    const { text } = await readPdf(pdf)
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
  const { text } = await readPdf(await dossierOf(await staff('ADMIN', '王管理'), id))
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
  const { text, pictures } = await readPdf(await dossierOf(await staff('ADMIN', '王管理'), id, FULL))
  expect(text).toContain('已按规定删除，不能恢复')
  expect(text).toContain('材料已删除，不能恢复')
  expect(text).toContain(`SHA-256${sha256}`)
  expect(text).not.toContain('小明')
  expect(pictures).toBe(0)
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
  const { text } = await readPdf(await dossierOf(await staff('ADMIN', '王管理'), qualification.id))
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
  const { text, pages } = await readPdf(await dossierOf(administrator, qualification.id))
  expect(text).toContain('10000')
  expect(text).toContain('另有更早的120条')
  expect(pages).toBeLessThan(40)
})
