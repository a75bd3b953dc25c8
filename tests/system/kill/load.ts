import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import type { PersonActor } from '@/lib/auth/actor'
import { newId } from '@/lib/core/ids'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { saveFields } from '@/lib/qualifications/save-fields'
import { saveSignatures } from '@/lib/qualifications/save-signatures'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDocumentIn, aDraft, IDENTITY, submissionOf, USE } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { builtActions, callAction, cookieFor } from '@/tests/setup/http'
import { type Portal, pause } from '@/tests/setup/portal'

const SLOTS: DocumentKind[] = ['ID_PORTRAIT', 'ID_EMBLEM', 'ID_IN_HAND', 'COMMITMENT_LETTER']

type Owner = { actor: PersonActor & { accountId: string }; cookie: string }
type Upload = { owner: Owner; qualificationId: string; kind: DocumentKind; bytes: Buffer; sha256: string }
type HandIn = { owner: Owner; qualificationId: string; draftVersion: number }
export type Load = { uploads: Upload[]; handIns: HandIn[] }

/** What the portal said that it had done, before it was killed. */
export type Acknowledged = {
  uploads: { qualificationId: string; kind: DocumentKind; fileId: string; sha256: string }[]
  handIns: string[]
}

/** Pictures for empty slots, each another one, and applications that are ready to be handed in. */
export async function prepareLoad(round: number, { drafts, ready }: { drafts: number; ready: number }): Promise<Load> {
  const load: Load = { uploads: [], handIns: [] }
  for (let draft = 0; draft < drafts; draft++) {
    const owner = await anOwner()
    const { id: qualificationId } = await aDraft(owner.actor)
    await fillIn(owner, qualificationId)
    for (const kind of SLOTS) {
      const bytes = await specimen(kind, round * 100 + draft)
      load.uploads.push({ owner, qualificationId, kind, bytes, sha256: sha256(bytes) })
    }
  }
  for (let count = 0; count < ready; count++) {
    const owner = await anOwner()
    const { id: qualificationId } = await aDraft(owner.actor)
    await fillIn(owner, qualificationId)
    for (const kind of SLOTS) await aDocumentIn(qualificationId, owner.actor, kind)
    const { draftVersion } = await submissionOf(qualificationId)
    load.handIns.push({ owner, qualificationId, draftVersion })
  }
  return load
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function anOwner(): Promise<Owner> {
  const { actor, accountId } = await aRegisteredApplicant()
  const { name, value } = await cookieFor(actor.sessionId)
  return { actor: { ...actor, accountId }, cookie: `${name}=${value}` }
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
 * @returns `failed`: why the others got no answer that says so, as when the portal is gone
 */
export function send(
  portal: Portal,
  load: Load,
  random: () => number,
): { acknowledged: Acknowledged; failed: string[]; ended: Promise<void> } {
  const acknowledged: Acknowledged = { uploads: [], handIns: [] }
  const failed: string[] = []
  const uploads = [...load.uploads]
  const uploader = async () => {
    for (let next = uploads.shift(); next; next = uploads.shift()) {
      const { fileId, failure } = await upload(portal, next, random() < 0.5 ? 20 * random() : 0).catch(noted)
      if (fileId) acknowledged.uploads.push({ ...next, fileId })
      else failed.push(`upload: ${failure}`)
    }
  }
  const handingIn = load.handIns.map(async (one) => {
    await pause(800 * random())
    const failure = await handIn(portal, one).catch((error: unknown) => noted(error).failure)
    if (failure === null) acknowledged.handIns.push(one.qualificationId)
    else failed.push(`submission: ${failure}`)
  })
  return { acknowledged, failed, ended: Promise.all([uploader(), uploader(), uploader(), ...handingIn]).then(() => {}) }
}

const noted = (error: unknown) => ({
  fileId: null,
  failure: inspect(error instanceof Error && error.cause ? error.cause : error),
})

/** In pieces of 16 KiB, each so many milliseconds after the last. */
async function upload({ url }: Portal, { owner, qualificationId, kind, bytes }: Upload, delay: number) {
  const form = new FormData()
  form.append('file', new File([new Uint8Array(bytes)], `${kind}.jpg`))
  const whole = new Response(form)
  const type = whole.headers.get('content-type') ?? ''
  const body = slowly(Buffer.from(await whole.arrayBuffer()), delay)
  const answer = await fetch(`${url}/api/qualifications/${qualificationId}/documents/${kind}`, {
    method: 'POST',
    // One request a connection: a kept one may be closed at the moment that the next request is sent on it.
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

/** Returns why it was not handed in, or null. */
async function handIn({ url }: Portal, { owner, qualificationId, draftVersion }: HandIn): Promise<string | null> {
  const action = builtActions().find(({ name }) => name.endsWith('/check/actions.ts#submit'))
  if (!action) throw new Error('No action hands in')
  const entries = Object.entries({ qualificationId, revision: '1', draftVersion: `${draftVersion}` })
  const answer = await callAction(url, action.name, entries, { cookie: owner.cookie, headers: { connection: 'close' } })
  const isDone = answer.status < 400 && answer.error === null && (answer.ok === true || answer.location !== null)
  return isDone ? null : `${answer.status} ${answer.error}`
}
