import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, get, type RequestOptions } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll } from 'vitest'
import { database } from '@/lib/db/client'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aFullDraft, submit } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { uploadReady } from '@/tests/factories/uploads'
import { cookieFor } from '@/tests/setup/http'
import { type Portal, startPortal } from '@/tests/setup/portal'
import { freePort } from '@/tests/setup/ports'
import { print } from './figures'

/** Makes a photograph of 12 megapixels like a phone's: with detail everywhere, and some noise. */
export async function aPhotograph(): Promise<Buffer> {
  const size = { width: 4_000, height: 3_000, channels: 3 } as const
  const coarse = sharp({
    create: { ...size, width: 400, height: 300, background: '#000', noise: { type: 'gaussian', mean: 128, sigma: 60 } },
  })
  const scene = await coarse
    .png()
    .toBuffer()
    .then((small) => sharp(small).resize(4_000, 3_000).png().toBuffer())
  const grain = await sharp({
    create: { ...size, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 6 } },
  })
    .png()
    .toBuffer()
  return sharp(scene)
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toBuffer()
}

/** Draws the rendition of a picture as the intake does, by sharp alone and with any number of threads. */
export async function drawBare(photograph: Buffer): Promise<void> {
  const rendition = await sharp(photograph)
    .autoOrient()
    .resize(2_000, 2_000, { fit: 'inside', withoutEnlargement: true, kernel: 'cubic' })
    .flatten({ background: 'white' })
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4', optimiseCoding: false })
    .toBuffer()
  await sharp(rendition)
    .resize(320, 320, { fit: 'inside', kernel: 'cubic' })
    .jpeg({ quality: 78, optimiseCoding: false })
    .toBuffer()
}

/** Starts the portal as it is built, with this process's database and data folder. */
export async function startBeside(
  dataFolder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Portal> {
  const port = await freePort()
  const { DATABASE_URL = '', DATABASE_OWNER_URL = '', ZHUNXIN_KEYRING = '' } = process.env
  const env = {
    DATABASE_URL,
    DATABASE_OWNER_URL,
    ZHUNXIN_KEYRING,
    ZHUNXIN_URL: `http://localhost:${port}`,
    HOST: '127.0.0.1',
    ...settings,
  }
  return startPortal({ dataFolder, port, env })
}

/** Starts the portal for the tests of a file, and prints the figures after them; returns the portal that runs then. */
export function servedPortal(): () => Portal {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-bench-'))
  process.env.ZHUNXIN_DATA = folder
  let portal: Portal
  beforeAll(async () => {
    await bundleDecoder()
    portal = await startBeside(folder)
  }, 600_000)
  afterAll(async () => {
    await portal?.stop()
    print()
    rmSync(folder, { recursive: true, force: true })
  })
  return () => portal
}

export async function cookieOf({ sessionId }: { sessionId: string }): Promise<string> {
  const { name, value } = await cookieFor(sessionId)
  return `${name}=${value}`
}

/** Stores a photograph in a qualification that a reviewer has claimed. */
export async function aViewedPhotograph(photograph: Buffer) {
  const { applicant, id } = await aFullDraft()
  const slot = { qualificationId: id, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const source = Readable.from([photograph])
  const { fileId } = await uploadReady(applicant.actor, { ...slot, fileName: '人像面.jpg', source })
  await submit(applicant.actor, id)
  const reviewer = await aColleague()
  await claimQualification(reviewer.actor, { qualificationId: id })
  return { fileId, reviewer: await cookieOf(reviewer.actor), owner: await cookieOf(applicant.actor) }
}

/** Returns the milliseconds until the complete picture arrived; each is a view of its own. */
export async function timedViews(url: string, cookie: string, count: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times: number[] = []
  for (let view = 0; view < count; view++) {
    await database().$executeRaw`DELETE FROM document_views`
    times.push(await timedGet(url, { agent, headers: { cookie } }))
  }
  agent.destroy()
  return times
}

/** Reads with a client that stores nothing: otherwise its garbage collection would be measured too. */
function timedGet(url: string, options: RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    get(url, options, (answer) => {
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - started)
        else reject(new Error(`${url} answered ${answer.statusCode}`))
      })
      answer.on('error', reject).resume()
    }).on('error', reject)
  })
}

export const p95 = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN
