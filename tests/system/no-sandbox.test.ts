import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { mayEverything } from '@/lib/imaging/testing/in-decoders-place'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { settled } from '@/tests/factories/uploads'
import { ask, cookieFor, tusMetadata } from '@/tests/setup/http'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { startCommand } from '@/tests/setup/portal'
import { type System, startSystem } from '@/tests/setup/system'
import { aProvider, type Provider } from './kill/texts'

const BANNER = '没有打开文件用的沙箱'

async function upload(system: System) {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aDraft({ ...actor, accountId })
  const { name, value } = await cookieFor(actor.sessionId)
  const headers = { cookie: `${name}=${value}`, origin: new URL(system.portal.url).origin }
  const body = new FormData()
  const photograph = await specimen('ID_PORTRAIT')
  body.append('file', new File([new Uint8Array(photograph)], '人像面.jpg'))
  const address = new URL(`/api/qualifications/${id}/documents/ID_PORTRAIT`, system.portal.address)
  const whole = await fetch(address, { method: 'POST', headers, body })
  const announced = await fetch(new URL('/api/tus', system.portal.address), {
    method: 'POST',
    headers: {
      ...headers,
      'Tus-Resumable': '1.0.0',
      'Upload-Length': '5000',
      'Upload-Metadata': tusMetadata({ qualificationId: id, kind: 'COMMITMENT_LETTER', filename: 'a.pdf' }),
    },
  })
  const files = await database().storedFile.count({ where: { accountId } })
  return { whole: { status: whole.status, body: await whole.json() }, announced: announced.status, files }
}

/** Stores a file as a portal does that accepts it. */
async function receive(): Promise<string> {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id: qualificationId } = await aDraft({ ...actor, accountId })
  const slot = { qualificationId, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  const source = Readable.from(await specimen('ID_PORTRAIT'))
  return (await acceptDocument(actor, { ...slot, fileName: '人像面.jpg', source })).fileId
}

const home = async (system: System) => (await ask(system.portal.address, '/staff/sign-in')).body

/**
 * Describes a system on which nothing confines a decoder, in each of three settings: one portal is started again in
 * each.
 */
describe.skipIf(!mayEverything())('without a sandbox', () => {
  let system: System
  let provider: Provider
  let received: string
  beforeAll(async () => {
    provider = await aProvider(() => 1)
    system = await startSystem({}, { script: 'tests/setup/unsandboxed.mjs' })
  })
  afterAll(async () => {
    await system?.stop()
    await provider?.stop()
  })

  async function startWith(more: Record<string, string>): Promise<void> {
    await system.portal.stop()
    Object.assign(system.environment, more)
    await system.startAgain()
  }

  test('a portal that only this machine reaches accepts uploads, and warns at its start and on its pages', async () => {
    await system.portal.said(/decoders no sandbox[\s\S]*only this machine reaches the portal/)
    expect(await home(system)).toContain(BANNER)
    expect(await upload(system)).toMatchObject({ whole: { status: 201 }, announced: 201, files: 1 })
  })

  test('one that others reach refuses them with a sentence, and opens none that it has', async () => {
    await startWith({ ...provider.environment, ZHUNXIN_URL: 'http://sms.example.cn' })
    received = await receive()
    await system.portal.said(/decoders no sandbox[\s\S]*Uploads are refused/)
    expect(await home(system)).not.toContain(BANNER)
    const refused = { status: 503, body: { code: 'UPLOADS_CLOSED' } }
    expect(await upload(system)).toMatchObject({ whole: refused, announced: 503, files: 0 })
    const warnings = async () => JSON.parse((await ask(system.portal.address, '/api/health/ready')).body).warnings
    await expect.poll(warnings).toContain('UPLOADS_CLOSED')
    const incidents = () => database().incident.count({ where: { kind: 'UPLOADS_CLOSED', openedAt: { not: null } } })
    await expect.poll(incidents, { timeout: 2 * PATIENCE }).toBe(1)
    expect((await database().storedFile.findUniqueOrThrow({ where: { id: received } })).state).toBe('RECEIVED')
  })

  test('and accepts them where its operator allows it', async () => {
    await startWith({ DECODE_WITHOUT_SANDBOX: '1' })
    await system.portal.said(/Uploads are accepted all the same/)
    expect(await upload(system)).toMatchObject({ whole: { status: 201 }, announced: 201 })
    expect(await settled(received)).toBe('READY')
  })
})

describe.skipIf(!mayEverything())('a command that opens files, without a sandbox', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-no-sandbox-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function open(script: string, env: Record<string, string> = {}) {
    const file = path.join(folder, '人像面.jpg')
    writeFileSync(file, await specimen('ID_PORTRAIT'))
    const settings = { ZHUNXIN_DATA: path.join(folder, 'data'), ...env }
    const command = startCommand('tests/setup/unsandboxed.mjs', settings, [script, file])
    return { code: await command.exited, output: command.output() }
  }

  const others = { ZHUNXIN_URL: 'http://sms.example.cn' }
  test.each(['scripts/vault-inspect.mjs', 'scripts/checks-read.mjs'])(
    '%s warns, and opens none where a portal would refuse it',
    async (script) => {
      const refused = await open(script, others)
      expect(refused.code).toBe(1)
      expect(refused.output).toMatch(/gives decoders no sandbox .* DECODE_WITHOUT_SANDBOX=1 accepts the risk/)
      expect(refused.output).not.toContain('{"file"')
      for (const env of [{}, { ...others, DECODE_WITHOUT_SANDBOX: '1' }]) {
        const opened = await open(script, env)
        expect(opened.code).toBe(0)
        expect(opened.output).toContain('!! This system gives decoders no sandbox')
        expect(opened.output).toContain('{"file"')
      }
    },
  )
})
