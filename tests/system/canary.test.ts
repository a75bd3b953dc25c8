import { randomInt } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { settled } from '@/tests/factories/uploads'
import { startBackup, succeeded } from '@/tests/setup/backups'
import { type EmbeddedPortal, killPostgres, startEmbeddedPortal } from '@/tests/setup/embedded-portal'
import { tusMetadata } from '@/tests/setup/http'
import { pause, untilReady } from '@/tests/setup/portal'
import { filesIn, found } from './personal/search'
import { MARKERS, markerPicture, storyAt } from './personal/story'

let at: EmbeddedPortal
/** Texts that were typed, and runs of bytes of pictures: as they were sent, and as they are shown. */
const secrets: { texts: Record<string, string>; pixels: Record<string, Buffer> } = { texts: { ...MARKERS }, pixels: {} }
let reference: string

/** Returns a run of bytes from the image data of a JPEG, too long to be anywhere by chance. */
function pixelsOf(jpeg: Uint8Array): Buffer {
  const from = Math.floor(jpeg.length * 0.4) + randomInt(1000)
  return Buffer.from(jpeg.subarray(from, from + 24))
}

/** Sends half of a picture, lets the portal be killed, and sends the rest to the next one. */
async function uploadCut(cookie: string, qualificationId: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const send = (method: string, address: string, more: Record<string, string>, body: Uint8Array<ArrayBuffer> | null) =>
    fetch(new URL(address, at.portal().url), {
      method,
      headers: { cookie, origin: at.portal().url, 'Tus-Resumable': '1.0.0', ...more },
      body,
    })
  const metadata = tusMetadata({ qualificationId, kind: 'ID_PORTRAIT', filename: `${MARKERS.fileName}.jpg` })
  const started = await send(
    'POST',
    '/api/tus',
    { 'Upload-Length': `${bytes.length}`, 'Upload-Metadata': metadata },
    null,
  )
  const location = started.headers.get('location') ?? ''
  const half = Math.floor(bytes.length / 2)
  const part = (offset: number, body: Uint8Array<ArrayBuffer>) =>
    send('PATCH', location, { 'Upload-Offset': `${offset}`, 'Content-Type': 'application/offset+octet-stream' }, body)
  expect((await part(0, bytes.slice(0, half))).status).toBe(204)
  await at.portal().kill()
  await at.start()
  const last = await part(half, bytes.slice(half))
  expect(last.status).toBe(200)
  await settled(((await last.json()) as { files: [{ fileId: string }] }).files[0].fileId)
}

/** Makes a key on its page and asks the gate with it, and once with what nearly is it. No page shows it again. */
async function useAKey(cookie: string): Promise<void> {
  const { act, page } = storyAt(at.portal())
  const form = { name: 'SMS gateway', scopes: 'SENDERS_CHECK', days: '30' }
  const { body } = await act('app/(admin)/integrations/actions.ts#create', form, { cookie, page: '/integrations' })
  const key = /zx_live_[\w-]{43}/.exec(body)?.[0] ?? ''
  const { id: account } = await database().account.findFirstOrThrow()
  const check = { account, signature: MARKERS.signature, carrier: 'CMCC', use: 'NOTIFICATION' }
  const address = new URL(`/api/v1/senders/check?${new URLSearchParams(check)}`, at.portal().url)
  const ask = (secret: string) => fetch(address, { headers: { authorization: `Bearer ${secret}` } })
  expect([(await ask(key)).status, (await ask(`${key}${key}`)).status]).toEqual([200, 401])
  secrets.texts.key = key.slice('zx_live_'.length)
  const asked = new URLSearchParams({ subject: 'AUDIT', format: 'CSV' })
  const headers = { cookie, origin: at.portal().url }
  const exported = await fetch(new URL('/api/exports', at.portal().url), { method: 'POST', headers, body: asked })
  const list = { status: exported.status, bytes: Buffer.from(await exported.arrayBuffer()) }
  expect(String(list.bytes)).toContain('api_key.created')
  for (const { status, bytes } of [await page(cookie, '/integrations'), await page(cookie, '/audit'), list]) {
    expect([status, found({ key: secrets.texts.key }, bytes)]).toEqual([200, []])
  }
}

/** Runs a whole story, with an upload that is cut and continues, a backup in the middle of it, and two crashes. */
beforeAll(async () => {
  at = await startEmbeddedPortal('canary', { env: { LOG_LEVEL: 'debug' }, log: true })
  const tmp = path.join(at.folder, 'tmp')
  mkdirSync(tmp)
  at.environment.TMPDIR = tmp
  await at.portal().stop()
  await at.start()

  const owner = await storyAt(at.portal()).applicant()
  const id = await storyAt(at.portal()).application(owner)
  secrets.pixels.original = pixelsOf(await markerPicture('ID_EMBLEM'))
  const resumed = await markerPicture('ID_PORTRAIT', 1)
  secrets.pixels.resumed = pixelsOf(resumed)
  await uploadCut(owner, id, resumed)
  const story = storyAt(at.portal())
  await story.submit(owner, id)
  const { reviewer, administrator } = await story.staff()
  await useAKey(administrator)
  await story.act('app/(review)/queue/actions.ts#claim', { qualificationId: id }, { cookie: reviewer, page: '/queue' })
  for (const { id: fileId } of await database().storedFile.findMany()) {
    for (const [who, cookie] of Object.entries({ reviewer, owner })) {
      const { bytes, status } = await story.page(cookie, `/api/files/${fileId}/rendition`)
      if (status === 200) secrets.pixels[`${fileId}, as shown to the ${who}`] = pixelsOf(bytes)
    }
  }
  const backup = startBackup(at.environment, path.join(at.folder, 'backup'))
  await story.changesRequested(reviewer, id)
  await succeeded(backup)
  killPostgres(at.dataFolder)
  await pause(1_500)
  await untilReady(at.portal())
  await at.portal().kill()
  await at.start()
  reference = (await database().qualification.findUniqueOrThrow({ where: { id } })).reference
}, 600_000)

afterAll(() => at?.stop())

test('no personal text or picture is left in the database’s files, blobs, temporary folders, logs or the backup', async () => {
  expect(Object.keys(secrets.pixels).length).toBeGreaterThan(8)
  const seen = new Set<string>()
  for (const { name, bytes } of filesIn(at.folder)) {
    seen.add(name.split(path.sep).slice(0, 2).join('/'))
    expect(found(secrets.texts, bytes), name).toEqual([])
    const pictures = Object.entries(secrets.pixels).filter(([, run]) => bytes.includes(run))
    expect(
      pictures.map(([picture]) => picture),
      name,
    ).toEqual([])
    if (bytes.includes(reference)) seen.add('the reference, which is no secret')
  }
  for (const place of ['data/postgres', 'data/blobs', 'logs/portal.log', 'backup/manifest.json']) {
    expect([...seen], place).toContain(place)
  }
  expect(seen).toContain('the reference, which is no secret')
})
