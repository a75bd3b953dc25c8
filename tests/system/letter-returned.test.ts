import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import chinese from '@/lib/core/languages/messages/zh-CN/rulebook.json'
import { database } from '@/lib/db/client'
import type { FindingCode } from '@/lib/db/generated/enums'
import { issueLetters } from '@/lib/qualifications/draft/letters/issue-letters'
import { readDraft } from '@/lib/qualifications/draft/read-draft'
import { replacePage } from '@/lib/qualifications/files/replace-page'
import { drawLetter } from '@/lib/rulebook/letters/draw-letter'
import { letterKey } from '@/lib/rulebook/letters/letter-key'
import { randomFrom } from '@/scripts/demo/specimens/random'
import { aWrittenOrganisation } from '@/tests/factories/organisation-drafts'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { forgedLetter } from '@/tests/factories/photographed/forged-letters'
import { signedPhotographs } from '@/tests/factories/photographed/letter-photographs'
import { aWrittenDraft } from '@/tests/factories/qualifications'
import { cookieFor } from '@/tests/setup/http'
import { type System, startSystem } from '@/tests/setup/system'

/**
 * A letter is downloaded from a portal, signed, photographed and uploaded by HTTP; its worker recognises it with the
 * real models, and what the applicant is shown is what was done to it.
 */

/** Pictures are read slowly on a machine that does other things too, and the reader gives way to those. */
vi.setConfig({ testTimeout: 600_000 })

let system: System
beforeAll(async () => {
  system = await startSystem({ READ_DOCUMENTS: '1' })
})
afterAll(() => system?.stop())

type Draft = { applicant: PersonActor; id: string }

async function ask({ applicant }: Draft, path: string, more: RequestInit = {}) {
  const { name, value } = await cookieFor(applicant.sessionId)
  const headers = { cookie: `${name}=${value}`, origin: system.portal.url, 'accept-language': 'zh-CN' }
  return fetch(new URL(path, system.portal.url), { ...more, headers })
}

/** Downloads the letter of a draft, as its page does. */
async function download(draft: Draft, variant: string): Promise<Buffer> {
  const answer = await ask(draft, `/api/qualifications/${draft.id}/letters/${variant}`)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  return Buffer.from(await answer.arrayBuffer())
}

async function upload(draft: Draft, ...photographs: Buffer[]): Promise<string[]> {
  const ids: string[] = []
  for (const jpeg of photographs) {
    const body = new FormData()
    body.append('file', new File([new Uint8Array(jpeg)], `${randomUUID()}.jpg`))
    const path = `/api/qualifications/${draft.id}/documents/COMMITMENT_LETTER`
    const answer = await ask(draft, path, { method: 'POST', body })
    expect(answer.status).toBe(201)
    const { files } = (await answer.json()) as { files: { fileId: string }[] }
    ids.push(files[0]?.fileId ?? '')
  }
  await untilRead(draft, ids)
  return ids
}

/** Follows the events of the files, as a page does, until each of them was read. */
async function untilRead(draft: Draft, fileIds: readonly string[]): Promise<void> {
  const areRead = async () => {
    const readings = await database().reading.findMany({ where: { fileId: { in: [...fileIds] } } })
    expect(readings.filter(({ state }) => state === 'FAILED')).toEqual([])
    return readings.filter(({ state }) => state === 'READ').length === fileIds.length
  }
  while (!(await areRead())) {
    const stop = new AbortController()
    const { body } = await ask(draft, '/api/file-events', { signal: stop.signal })
    if (!body) throw new Error('There is no stream of events')
    for await (const _ of body) if (await areRead()) break
    stop.abort()
  }
}

/** Returns what the applicant is warned of, each of which is a sentence on the page of the letter. */
async function warningsOf(draft: Draft): Promise<FindingCode[]> {
  const findings = (await readDraft(draft.applicant, draft.id))?.findings ?? []
  const ofLetter = findings.filter(({ place }) => place.on === 'DOCUMENT' && place.kind === 'COMMITMENT_LETTER')
  expect(ofLetter.filter(({ severity }) => severity === 'block')).toEqual([])
  const codes = ofLetter.map(({ code }) => code as FindingCode)
  const page = await (await ask(draft, `/qualifications/${draft.id}/letter`)).text()
  for (const code of codes) expect(page).toContain(chinese.findings[code].text)
  return codes
}

/** Returns a draft of somebody who has a session, in which everything that a letter says is declared. */
async function aSignedInDraft(): Promise<Draft> {
  const { actor, accountId } = await aRegisteredApplicant()
  return aWrittenDraft({ applicant: { ...actor, accountId } })
}

const THUMBED = { name: '王小明', mark: 'thumbprint' } as const

test('a letter without a thumbprint is found to lack it, and is whole once that page alone is photographed again', async () => {
  const draft = await aSignedInDraft()
  const pdf = await download(draft, 'INDIVIDUAL')
  const ids = await upload(draft, ...(await signedPhotographs(pdf, { ...THUMBED, mark: 'none' }, 'unmarked')))
  expect(ids).toHaveLength(2)
  expect(await warningsOf(draft)).toEqual(['THUMBPRINT_MISSING'])
  const [first = '', last = ''] = ids
  await replacePage(draft.applicant, { qualificationId: draft.id, fileId: last, isToReplace: true })
  const corrected = (await signedPhotographs(pdf, THUMBED, 'corrected')).slice(-1)
  const [again] = await upload(draft, ...corrected)
  expect(await warningsOf(draft)).toEqual([])
  const held = (await readDraft(draft.applicant, draft.id))?.slots.find(({ slot }) => slot.kind === 'COMMITMENT_LETTER')
  expect(held?.pages.map(({ fileId }) => fileId)).toEqual([first, again])
})

test('a letter of which a paragraph was replaced is found to be altered, although its code is right', async () => {
  const draft = await aSignedInDraft()
  const [issued] = await issueLetters(draft.applicant, draft.id)
  const letter = issued && forgedLetter(issued.letter, 'paragraph', randomFrom('forged'))
  if (!issued || !letter) throw new Error('There is no paragraph to replace')
  const { pdf } = await drawLetter({ ...issued, letter, signer: await letterKey() })
  await upload(draft, ...(await signedPhotographs(pdf, THUMBED, 'altered')))
  expect(await warningsOf(draft)).toEqual(['LETTER_ALTERED'])
})

test('a seal of another organisation is found to be that, and the organisation’s own is not', async () => {
  const { applicant, id } = await aWrittenOrganisation()
  const draft = { applicant: applicant.actor, id }
  const name = (await readDraft(draft.applicant, id))?.fields['organisation.name'] ?? ''
  const pdf = await download(draft, 'ORGANISATION')
  const sealedBy = (sealOf: string) => signedPhotographs(pdf, { name: '王小明', mark: { sealOf } }, `sealed ${sealOf}`)
  const [, last = ''] = await upload(draft, ...(await sealedBy('虚构省巍刚建筑工程有限公司')))
  expect(await warningsOf(draft)).toEqual(['SEAL_MISMATCH'])
  await replacePage(draft.applicant, { qualificationId: id, fileId: last, isToReplace: true })
  await upload(draft, ...(await sealedBy(name)).slice(-1))
  expect(await warningsOf(draft)).toEqual([])
})
