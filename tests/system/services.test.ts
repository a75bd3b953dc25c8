import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { settled } from '@/tests/factories/uploads'
import { EICAR, hasClamd, startClamd } from '@/tests/setup/clamd'
import { cookieFor } from '@/tests/setup/http'
import { hasMoto, startMoto } from '@/tests/setup/moto'
import { type System, startSystem } from '@/tests/setup/system'

/** These tests are skipped, and say so, where Debian's moto and clamd are missing. */
describe.skipIf(!hasMoto || !hasClamd)('a portal that stores its files in S3 and asks clamd', () => {
  let system: System
  let moto: Awaited<ReturnType<typeof startMoto>>
  let clamd: Awaited<ReturnType<typeof startClamd>>
  let cookie: string
  let qualificationId: string

  beforeAll(async () => {
    ;[moto, clamd] = [await startMoto(), await startClamd()]
    const { endpoint, bucket, region, credentials } = moto.place
    system = await startSystem({
      S3_ENDPOINT: endpoint,
      S3_BUCKET: bucket,
      S3_REGION: region,
      S3_ACCESS_KEY_ID: credentials.accessKeyId,
      S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      CLAMAV_SOCKET: clamd.socket,
    })
    const { actor, accountId } = await aRegisteredApplicant()
    const { name, value } = await cookieFor(actor.sessionId)
    cookie = `${name}=${value}`
    qualificationId = (await aDraft({ ...actor, accountId })).id
  })
  afterAll(async () => {
    await system?.stop()
    moto?.stop()
    clamd?.stop()
  })

  async function upload(bytes: Buffer) {
    const form = new FormData()
    form.append('file', new File([new Uint8Array(bytes)], '证件.jpg'))
    const address = `${system.portal.url}/api/qualifications/${qualificationId}/documents/SUPPORTING`
    const answer = await fetch(address, {
      method: 'POST',
      headers: { cookie, origin: system.portal.url, accept: 'application/json' },
      body: form,
    })
    const body = await answer.text()
    if (answer.status === 201) await settled((JSON.parse(body) as { files: [{ fileId: string }] }).files[0].fileId)
    return { status: answer.status, body }
  }
  const show = async (fileId: string) => {
    const answer = await fetch(`${system.portal.url}/api/files/${fileId}/rendition`, { headers: { cookie } })
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers }
  }
  const objects = async () => (await moto.client.send(new ListObjectsV2Command({ Bucket: moto.place.bucket }))).KeyCount
  const fileIds = async () => (await database().storedFile.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id)

  test('accepts, shows and refuses files as any portal does; no blob is on its disk', async () => {
    expect(await upload(await specimen('SUPPORTING'))).toMatchObject({ status: 201 })
    expect(await objects()).toBe(3)
    const [fileId = ''] = await fileIds()
    const { status, bytes } = await show(fileId)
    expect(status).toBe(200)
    expect(bytes.subarray(0, 2).toString('hex')).toBe('ffd8')
    const onDisk = path.join(system.dataFolder, 'blobs')
    expect(existsSync(onDisk) ? readdirSync(onDisk) : []).toEqual([])

    const infected = Buffer.concat([await specimen('SUPPORTING', 1), Buffer.from(EICAR)])
    expect(await upload(infected)).toMatchObject({ status: 422, body: expect.stringContaining('FILE_INFECTED') })
    expect(await objects()).toBe(3)
    expect(await fileIds()).toHaveLength(1)
  })

  test('without its scanner refuses all for now; without its store too, and serves on', async () => {
    clamd.stop()
    expect(await upload(await specimen('SUPPORTING', 2))).toMatchObject({
      status: 503,
      body: expect.stringContaining('TRY_AGAIN'),
    })
    expect(await objects()).toBe(3)

    moto.stop()
    const [fileId = ''] = await fileIds()
    const { status, headers, bytes } = await show(fileId)
    expect({ status, after: Number(headers.get('retry-after')) > 0 }).toEqual({ status: 503, after: true })
    expect(bytes.toString()).toContain('TRY_AGAIN')
    expect((await fetch(`${system.portal.url}/api/health/live`)).status).toBe(200)
    expect(
      (await fetch(`${system.portal.url}/qualifications/${qualificationId}/documents`, { headers: { cookie } })).status,
    ).toBe(200)
    expect(await fileIds()).toHaveLength(1)
  })
})
