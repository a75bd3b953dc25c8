import { buffer } from 'node:stream/consumers'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import createClient from 'openapi-fetch'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { paths } from '@/examples/api'
import { CONSENT_KEYS, CONSENTS } from '@/lib/accounts/consents/consents'
import { DAY } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { ApiScope, type DocumentKind } from '@/lib/db/generated/enums'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { examineAll } from '@/lib/qualifications/files/examination/examine-next'
import { exportDossier } from '@/lib/reports/dossier/export-dossier'
import { openDossier } from '@/lib/reports/dossier/open-dossier'
import { openReceipt } from '@/lib/reports/receipt/open-receipt'
import { readReceipt } from '@/lib/reports/receipt/read-receipt'
import { aClient, anApiKey } from '@/tests/factories/api-keys'
import { eventsAbout } from '@/tests/factories/audit'
import { decide } from '@/tests/factories/journey'
import { aRegisteredApplicant, IDENTITY, submissionOf, USE } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { fileWith } from '@/tests/factories/senders'
import { specimen } from '@/tests/factories/specimens'
import { type ApiServer, startApi } from '@/tests/setup/api-server'

/** A client that knows the API by its description alone writes a whole application, through changes and renewal. */

vi.stubEnv('CONSENT_ATTESTATION', CONSENT_KEYS.join())

let api: ApiServer
let client: ReturnType<typeof createClient<paths>>
let keyId: string
beforeAll(async () => {
  await bundleDecoder()
  api = await startApi()
  const key = await anApiKey({ scopes: Object.values(ApiScope) })
  keyId = key.id
  client = createClient<paths>({ baseUrl: api.url, headers: { Authorization: `Bearer ${key.secret}` } })
})
afterAll(async () => {
  await api?.stop()
  decoderPool().close()
})

const newHeader = () => ({ 'Idempotency-Key': crypto.randomUUID() })

function had<T>({ data, error }: { data?: T; error?: unknown }): T {
  expect(error).toBeUndefined()
  if (data === undefined) throw new Error('Nothing was answered')
  return data
}

const tagIn = ({ response }: { response: Response }) => ({ 'If-Match': response.headers.get('etag') ?? '' })
const read = async (id: string) => had(await client.GET('/api/v1/qualifications/{id}', { params: { path: { id } } }))
const documentsOf = async (id: string) =>
  had(await client.GET('/api/v1/qualifications/{id}/documents', { params: { path: { id } } })).slots

/** Answers and signs a draft, each change with the tag of the one before. */
async function declare(id: string, more: Record<string, string> = {}): Promise<void> {
  const path = { id }
  const draft = await client.GET('/api/v1/qualifications/{id}/draft', { params: { path } })
  had(draft)
  const answered = await client.PATCH('/api/v1/qualifications/{id}/draft', {
    params: { path, header: tagIn(draft) },
    body: { answers: { ...IDENTITY, ...USE, ...more } },
  })
  had(answered)
  const signed = await client.PUT('/api/v1/qualifications/{id}/draft/signatures', {
    params: { path, header: tagIn(answered) },
    body: { signatures: [{ source: 'OWN_NAME', text: '小明书屋' }], samples: [{ text: '您订的书到了。' }] },
  })
  had(signed)
}

/** Uploads the files that are missing, the signed letter included, and waits until they are examined. */
async function uploadMissing(id: string, seed = 0): Promise<void> {
  const path = { id }
  const { letters } = had(
    await client.POST('/api/v1/qualifications/{id}/letters', { params: { path, header: newHeader() } }),
  )
  for (const { letter } of letters) {
    const download = { params: { path: { id, letter } }, parseAs: 'text' } as const
    expect(had(await client.GET('/api/v1/qualifications/{id}/letters/{letter}', download))).toMatch(/^%PDF-/)
  }
  for (const { slot, min, files } of await documentsOf(id)) {
    if (min <= files.length) continue
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(await specimen(slot as DocumentKind, seed))]), 'a.jpg')
    const uploaded = await client.POST('/api/v1/qualifications/{id}/documents/{slot}', {
      ...{ params: { path: { id, slot }, header: newHeader() }, body: { file: '' }, bodySerializer: () => form },
    })
    expect(had(uploaded).slot).toBe(slot)
  }
  await examineAll()
  const files = (await documentsOf(id)).flatMap((one) => one.files)
  expect(files.filter(({ state }) => state !== 'READY')).toEqual([])
}

/** Submits what the evaluations show. */
async function submit(id: string): Promise<number> {
  const path = { id }
  const { revision, draftVersion, shown, findings } = had(
    await client.GET('/api/v1/qualifications/{id}/evaluations', { params: { path } }),
  )
  expect(findings.filter(({ severity }) => severity === 'block')).toEqual([])
  const body = { revision, draftVersion, shown }
  had(await client.POST('/api/v1/qualifications/{id}/submit', { params: { path, header: newHeader() }, body }))
  expect(await read(id)).toMatchObject({ next: 'REVIEWERS', revision })
  const receipt = { params: { path: { id, revision: String(revision) } }, parseAs: 'text' } as const
  expect(had(await client.GET('/api/v1/qualifications/{id}/receipts/{revision}', receipt))).toMatch(/^%PDF-/)
  return revision
}

test('an application goes from account to approved, and through its renewal, by key alone', async () => {
  const reviewer = await someStaff()
  const { accountId } = await aRegisteredApplicant() // whose consents the key can't give
  const externalRef = crypto.randomUUID()
  const { id: account, consents } = had(
    await client.PUT('/api/v1/accounts/{externalRef}', {
      params: { path: { externalRef } },
      body: { account: accountId },
    }),
  )
  expect(consents).toBe(true)
  const { id } = had(
    await client.POST('/api/v1/qualifications', {
      params: { header: newHeader() },
      body: { account, kind: 'INDIVIDUAL' },
    }),
  )
  await declare(id)
  await uploadMissing(id)
  expect(await submit(id)).toBe(1)
  await decide(reviewer, id, { COMMITMENT_LETTER: 'BLURRED' })

  const refused = await read(id)
  expect(refused).toMatchObject({ status: 'CHANGES_REQUESTED', next: 'CUSTOMER' })
  expect(refused.decisions[0]?.refused).toMatchObject([{ documentKind: 'COMMITMENT_LETTER', correct: 'PICTURE' }])
  const letter = (await documentsOf(id)).find(({ slot }) => slot === 'COMMITMENT_LETTER')
  for (const { id: file } of letter?.files ?? []) {
    had(await client.DELETE('/api/v1/qualifications/{id}/files/{file}', { params: { path: { id, file } } }))
  }
  await uploadMissing(id, 1)
  const draft = had(await client.GET('/api/v1/qualifications/{id}/draft', { params: { path: { id } } }))
  const again = draft.parts.filter(({ state }) => state !== 'CARRIED')
  expect(again.map(({ documentKind }) => documentKind)).toEqual(['COMMITMENT_LETTER'])
  expect(await submit(id)).toBe(2)
  await decide(reviewer, id)
  expect(await read(id)).toMatchObject({ status: 'APPROVED', next: 'NOBODY' })

  const query = { account, signature: '小明书屋', carrier: 'CMCC', use: 'NOTIFICATION' } as const
  const gate = async () => had(await client.GET('/api/v1/senders/check', { params: { query } }))
  expect(await gate()).toMatchObject({ allowed: false, reason: 'NOT_FILED_WITH_CARRIER' })
  const [signature] = (await submissionOf(id)).signatures
  await fileWith('CMCC', signature?.id ?? '', 'EFFECTIVE')
  expect(await gate()).toMatchObject({ allowed: true, qualification: { id } })

  const validUntil = new Date(Date.now() + 10 * DAY)
  await database().qualification.update({ where: { id }, data: { validUntil } }) // as if its end were near
  const renewed = had(
    await client.POST('/api/v1/qualifications/{id}/renew', { params: { path: { id }, header: newHeader() } }),
  )
  const declared = had(
    await client.GET('/api/v1/qualifications/{id}/declared', { params: { path: { id: renewed.id } } }),
  )
  expect(declared.answers).toContainEqual({ field: 'person.name', value: IDENTITY['person.name'] })
  await uploadMissing(renewed.id, 2)
  expect(await submit(renewed.id)).toBe(1)
  await decide(reviewer, renewed.id)
  expect(await read(renewed.id)).toMatchObject({ status: 'APPROVED', renews: id })

  for (const one of [id, renewed.id]) {
    const acts = (await eventsAbout(one)).filter(({ actorKind }) => actorKind !== 'SYSTEM')
    const clients = acts.filter(({ action }) => !/^(review|filing|document\.viewed)/.test(action))
    expect(new Set(clients.map(({ actorId }) => actorId))).toEqual(new Set([keyId]))
  }
})

test('a customer who never comes to the portal applies, once the platform attests each consent', async () => {
  const externalRef = crypto.randomUUID()
  const path = { externalRef }
  const made = await client.PUT('/api/v1/accounts/{externalRef}', { params: { path }, body: {} })
  const { id: account, members, consents: areGiven } = had(made)
  expect([members, areGiven]).toEqual([0, false])
  const start = () =>
    client.POST('/api/v1/qualifications', {
      params: { header: newHeader() },
      body: { account, kind: 'INDIVIDUAL' },
    })
  expect((await start()).error).toMatchObject({ code: 'CONSENT_MISSING' })

  const consentsOf = () => client.GET('/api/v1/accounts/{externalRef}/consents', { params: { path } })
  const { statements } = had(await consentsOf())
  expect(statements.map(({ state }) => state)).toEqual(CONSENT_KEYS.map(() => 'MISSING'))
  const agreed = { language: 'zh-CN', agreedAt: '2026-11-30T03:04:05+08:00', means: 'WEB_PAGE' } as const
  const attest = (purposes: readonly (typeof statements)[number][]) =>
    client.POST('/api/v1/accounts/{externalRef}/consents', {
      params: { path, header: newHeader() },
      body: {
        consents: purposes.map(({ purpose, version }) => ({
          ...agreed,
          purpose,
          version,
          reference: `web/${purpose}`,
        })),
      },
    })
  expect(had(await attest(statements))).toMatchObject({ account, consents: true })
  expect((await attest(statements)).error).toMatchObject({
    ...{ status: 409, code: 'CONFLICT' },
    errors: [{ pointer: '/consents/0/version' }],
  })

  const { id } = had(await start())
  await declare(id, { 'contact.phone': '13800138000' })
  await uploadMissing(id)
  expect(await submit(id)).toBe(1)
  const events = await eventsAbout(account)
  expect(new Set(events.map(({ actorId }) => actorId))).toEqual(new Set([keyId]))
  expect(await database().consent.findMany({ where: { accountId: account, userId: null } })).toHaveLength(4)

  const attested = { client: '短信网关', agreedAt: new Date(agreed.agreedAt), means: 'WEB_PAGE' }
  const clientActor = await aClient()
  const receipt = await readReceipt(clientActor, { qualificationId: id, revision: '1' })
  expect(receipt.consents).toEqual(
    CONSENTS.map(({ key, version }) => ({ statement: key, textVersion: version, attested })),
  )
  const reviewer = await someStaff({ roles: ['ADMIN'] })
  const { id: exportId } = await exportDossier(reviewer, {
    ...{ qualificationId: id, locale: 'en', content: 'MASKED', reason: null, note: null },
  })
  const dossier = await textOf(await buffer((await openDossier(reviewer, { qualificationId: id, exportId })).stream))
  const paper = await textOf((await openReceipt(clientActor, { qualificationId: id, revision: '1' })).pdf)
  for (const said of [
    '短信网关',
    'web/PROVISION_TO_CARRIERS',
    '运营者自己的业务系统',
    '2026-11-30',
    'Onawebpage',
    'Theplatformatteststhatitscustomeragreed',
  ]) {
    expect(dossier).toContain(said)
  }
  for (const said of [
    '由“短信网关”证明',
    'attestedby“短信网关”',
    '2026年11月30日03:04:05',
    'Nov30,2026,03:04:05',
    '在网页上',
  ]) {
    expect(paper).toContain(said)
  }

  const withdrawn = await client.POST('/api/v1/accounts/{externalRef}/consents/withdrawals', {
    params: { path, header: newHeader() },
    body: { purpose: 'PROVISION_TO_CARRIERS' },
  })
  expect(had(withdrawn).consents).toBe(false)
  expect(await read(id)).toMatchObject({ status: 'WITHDRAWN' })
  expect((await attest(statements.slice(2, 3))).error).toMatchObject({ code: 'CONSENT_WITHDRAWN' })
})

/** Returns the text as someone who copies it from a reader gets it, without white space. */
async function textOf(pdf: Buffer): Promise<string> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const text = [...document.pages()].map((page) => page.getText()).join('')
  document.destroy()
  library.destroy()
  return text.replaceAll(/\s+/g, '')
}
