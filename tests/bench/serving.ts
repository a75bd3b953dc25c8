import { Agent, get, type RequestOptions } from 'node:http'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { database } from '@/lib/db/client'
import { takeInDocument } from '@/lib/qualifications/take-in-document'
import { claimQualification } from '@/lib/review/claim-qualification'
import { aFullDraft, handIn } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { cookieFor } from '@/tests/setup/http'
import { freePort, type Portal, startPortal } from '@/tests/setup/portal'

/** A photograph of 12 megapixels as a telephone makes it: detail everywhere, and some noise. */
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

/** What is shown of a picture, as the intake draws it, by sharp alone and with as many threads as it likes. */
export async function drawBare(photograph: Buffer): Promise<void> {
  const rendition = await sharp(photograph)
    .autoOrient()
    .resize(2_400, 2_400, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4', optimiseCoding: false })
    .toBuffer()
  await sharp(rendition).resize(320, 320, { fit: 'inside' }).jpeg({ quality: 78, optimiseCoding: false }).toBuffer()
}

/** The portal as it is built, beside this process's database and data folder. */
export async function startBeside(dataFolder: string): Promise<Portal> {
  const port = await freePort()
  const { DATABASE_URL = '', DATABASE_OWNER_URL = '', ZHUNXIN_KEYRING = '' } = process.env
  const env = {
    DATABASE_URL,
    DATABASE_OWNER_URL,
    ZHUNXIN_KEYRING,
    ZHUNXIN_URL: `http://localhost:${port}`,
    HOST: '127.0.0.1',
  }
  return startPortal({ dataFolder, port, env })
}

export async function cookieOf({ sessionId }: { sessionId: string }): Promise<string> {
  const { name, value } = await cookieFor(sessionId)
  return `${name}=${value}`
}

/** A photograph in a qualification that a reviewer holds. */
export async function aViewedPhotograph(photograph: Buffer) {
  const { applicant, id } = await aFullDraft()
  const slot = { qualificationId: id, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const source = Readable.from([photograph])
  const { fileId } = await takeInDocument(applicant.actor, { ...slot, fileName: '人像面.jpg', source })
  await handIn(applicant.actor, id)
  const reviewer = await aColleague()
  await claimQualification(reviewer.actor, { qualificationId: id })
  return { fileId, reviewer: await cookieOf(reviewer.actor), owner: await cookieOf(applicant.actor) }
}

/** Milliseconds until all of it came, each time a view of its own. */
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

/** By a client that keeps nothing of it: its own collecting of garbage would be measured too. */
function timedGet(url: string, options: RequestOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    get(url, options, (answer) => {
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(performance.now() - begun)
        else reject(new Error(`${url} answered ${answer.statusCode}`))
      })
      answer.on('error', reject).resume()
    }).on('error', reject)
  })
}

export const p95 = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN
