import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import type { PersonActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { saveSignatures } from '@/lib/qualifications/draft/save-signatures'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { seeAll, submit as submitAs } from '@/tests/factories/journey'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'
import {
  aDocumentIn,
  aDraft,
  asShown,
  IDENTITY,
  INDIVIDUAL_DOCUMENTS,
  submissionOf,
  USE,
} from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { builtActions, callAction, cookieFor } from '@/tests/setup/http'
import { type Portal, pause } from '@/tests/setup/portal'

type Owner = { actor: PersonActor & { accountId: string }; cookie: string }
type Upload = { owner: Owner; qualificationId: string; kind: DocumentKind; bytes: Buffer; sha256: string }
type ReadyDraft = { owner: Owner; qualificationId: string; draftVersion: number; shown: string }
type Decision = { reviewerCookie: string; qualificationId: string; parts: string[] }
export type Load = { uploads: Upload[]; submissions: ReadyDraft[]; decisions: Decision[] }

/** The acts that the portal had acknowledged before it was killed. */
export type Acknowledged = {
  uploads: { qualificationId: string; kind: DocumentKind; fileId: string; sha256: string }[]
  submissions: string[]
  decisions: string[]
}

type Size = { drafts: number; ready: number; claimed?: number }

/**
 * Prepares different pictures for empty slots, applications that are ready to be submitted, and some that are in
 * review.
 */
export async function prepareLoad(round: number, { drafts, ready, claimed = 0 }: Size): Promise<Load> {
  const load: Load = { uploads: [], submissions: [], decisions: [] }
  for (let draft = 0; draft < drafts; draft++) {
    const owner = await anOwner()
    const { id: qualificationId } = await aDraft(owner.actor)
    await fillIn(owner, qualificationId)
    for (const kind of INDIVIDUAL_DOCUMENTS) {
      const bytes = await specimen(kind, round * 100 + draft)
      load.uploads.push({ owner, qualificationId, kind, bytes, sha256: sha256(bytes) })
    }
  }
  for (let count = 0; count < ready; count++) load.submissions.push(await aReadyDraft())
  for (let count = 0; count < claimed; count++) {
    const { owner, qualificationId } = await aReadyDraft()
    load.decisions.push(await claimedOf(owner, qualificationId))
  }
  return load
}

async function aReadyDraft(): Promise<ReadyDraft> {
  const owner = await anOwner()
  const { id: qualificationId } = await aDraft(owner.actor)
  await fillIn(owner, qualificationId)
  for (const kind of INDIVIDUAL_DOCUMENTS) await aDocumentIn(qualificationId, owner.actor, kind)
  const { draftVersion, shown } = await asShown(owner.actor, qualificationId)
  return { owner, qualificationId, draftVersion, shown }
}

async function claimedOf({ actor }: Owner, qualificationId: string): Promise<Decision> {
  await submitAs(actor, qualificationId)
  const { actor: reviewer } = await aColleague()
  await claimQualification(reviewer, { qualificationId })
  await seeAll(reviewer, qualificationId)
  const { parts } = await submissionOf(qualificationId)
  return { reviewerCookie: await cookieOf(reviewer), qualificationId, parts: parts.map(({ id }) => id) }
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function anOwner(): Promise<Owner> {
  const { actor, accountId } = await aRegisteredApplicant()
  return { actor: { ...actor, accountId }, cookie: await cookieOf(actor) }
}

async function cookieOf({ sessionId }: PersonActor): Promise<string> {
  const { name, value } = await cookieFor(sessionId)
  return `${name}=${value}`
}

async function fillIn({ actor }: Owner, qualificationId: string): Promise<void> {
  await saveFields(actor, { qualificationId, task: 'identity', seen: '', answers: IDENTITY })
  await saveFields(actor, { qualificationId, task: 'use', seen: '', answers: USE })
  const signatures = [{ id: newId(), source: 'OWN_NAME' as const, text: '小明书屋' }]
  const samples = [{ id: newId(), text: '您订的书到了。' }]
  await saveSignatures(actor, { qualificationId, seen: '', signatures, samples })
}

/**
 * Sends it all, several at a time and some slowly.
 *
 * @returns `failed`: why the others got no such answer, as when the portal is gone
 */
export function send(
  portal: Portal,
  load: Load,
  random: () => number,
): { acknowledged: Acknowledged; failed: string[]; ended: Promise<void> } {
  const acknowledged: Acknowledged = { uploads: [], submissions: [], decisions: [] }
  const failed: string[] = []
  const uploads = [...load.uploads]
  const uploader = async () => {
    for (let next = uploads.shift(); next; next = uploads.shift()) {
      const { fileId, failure } = await upload(portal, next, random() < 0.5 ? 20 * random() : 0).catch(noted)
      if (fileId) acknowledged.uploads.push({ ...next, fileId })
      else failed.push(`upload: ${failure}`)
    }
  }
  const submitting = load.submissions.map(async (one) => {
    await pause(800 * random())
    const failure = await submitDraft(portal, one).catch((error: unknown) => noted(error).failure)
    if (failure === null) acknowledged.submissions.push(one.qualificationId)
    else failed.push(`submission: ${failure}`)
  })
  const deciding = load.decisions.map(async (one) => {
    await pause(800 * random())
    const failure = await approve(portal, one).catch((error: unknown) => noted(error).failure)
    if (failure === null) acknowledged.decisions.push(one.qualificationId)
    else failed.push(`decision: ${failure}`)
  })
  const all = [uploader(), uploader(), uploader(), ...submitting, ...deciding]
  return { acknowledged, failed, ended: Promise.all(all).then(() => {}) }
}

const noted = (error: unknown) => ({
  fileId: null,
  failure: inspect(error instanceof Error && error.cause ? error.cause : error),
})

/** Sends pieces of 16 KiB, with that many milliseconds in between. */
async function upload({ url }: Portal, { owner, qualificationId, kind, bytes }: Upload, delay: number) {
  const form = new FormData()
  form.append('file', new File([new Uint8Array(bytes)], `${kind}.jpg`))
  const whole = new Response(form)
  const type = whole.headers.get('content-type') ?? ''
  const body = slowly(Buffer.from(await whole.arrayBuffer()), delay)
  const answer = await fetch(`${url}/api/qualifications/${qualificationId}/documents/${kind}`, {
    method: 'POST',
    // Each request has a connection of its own: a reused one may be closed at the moment that the next request is sent
    // on it.
    headers: { cookie: owner.cookie, origin: url, 'content-type': type, connection: 'close' },
    body,
    duplex: 'half',
  } as RequestInit)
  if (answer.status !== 201) return { fileId: null, failure: `${answer.status} ${await answer.text()}` }
  const { files } = (await answer.json()) as { files: { fileId: string }[] }
  return { fileId: files[0]?.fileId ?? null, failure: null }
}

function slowly(bytes: Buffer, delay: number): ReadableStream<Uint8Array> {
  const PIECE = 16 * 1024
  let at = 0
  return new ReadableStream({
    async pull(stream) {
      if (delay > 0) await pause(delay)
      stream.enqueue(bytes.subarray(at, at + PIECE))
      at += PIECE
      if (at >= bytes.length) stream.close()
    },
  })
}

/** Returns why it was not submitted, or null. */
async function submitDraft(
  { url }: Portal,
  { owner, qualificationId, draftVersion, shown }: ReadyDraft,
): Promise<string | null> {
  const entries = { qualificationId, revision: '1', draftVersion: `${draftVersion}`, shown }
  return act(url, '/check/actions.ts#submit', Object.entries(entries), owner.cookie)
}

/** Returns why it was not decided, or null. */
async function approve({ url }: Portal, { reviewerCookie, qualificationId, parts }: Decision): Promise<string | null> {
  const verdicts = parts.flatMap((id) => [['parts', id] as const, [`verdict:${id}`, 'ACCEPTED'] as const])
  const entries = [['qualificationId', qualificationId] as const, ['revision', '1'] as const, ...verdicts]
  return act(url, '/queue/[qualificationId]/actions.ts#decide', entries, reviewerCookie)
}

async function act(url: string, ending: string, entries: readonly (readonly [string, string])[], cookie: string) {
  const action = builtActions().find(({ name }) => name.endsWith(ending))
  if (!action) throw new Error(`No action is ${ending}`)
  const answer = await callAction(url, action.name, entries, { cookie, headers: { connection: 'close' } })
  const isDone = answer.status < 400 && answer.error === null && (answer.ok === true || answer.location !== null)
  return isDone ? null : `${answer.status} ${answer.error}`
}
