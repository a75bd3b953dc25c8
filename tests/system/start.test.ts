import { existsSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { firstLinkOf } from '@/tests/setup/first-link'
import { startCommand, startSeparateWorker } from '@/tests/setup/portal'
import { startsOfTest } from '@/tests/setup/starts'

const { start, refused, aDataFolder } = startsOfTest()

test('a stranger gets a served portal, a private data folder and a link for the first administrator', async () => {
  const dataFolder = aDataFolder()
  const portal = await start({ dataFolder, env: { OPERATOR_NAME: '', OPERATOR_PHONE: '', OPERATOR_EMAIL: '' } })

  const home = await fetch(portal.url)
  expect(home.status).toBe(200)
  expect(await home.text()).toContain('实名')
  await portal.said(/legal name: letters are specimens[\s\S]*whom to ask[\s\S]*\/operator/)
  const link = await firstLinkOf(portal)
  expect((await fetch(link)).status).toBe(200)
  expect(portal.output()).not.toContain('/invitations/')
  expect(portal.output()).toContain(portal.url)
  expect(portal.output()).toContain('/dev/outbox')

  expect(statSync(dataFolder).mode & 0o777).toBe(0o700)
  expect(statSync(path.join(dataFolder, 'keyring.json')).mode & 0o777).toBe(0o600)
  expect(portal.output()).toMatch(/keyring/i)
  const linkFile = path.join(dataFolder, 'first-administrator-link')
  expect(statSync(linkFile).mode & 0o777).toBe(0o600)

  expect(await portal.stop()).toBe(0)
  expect(existsSync(linkFile)).toBe(false)
  expect(existsSync(path.join(dataFolder, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('a second start does nothing over again, and each signal ends it in order', async () => {
  const dataFolder = aDataFolder()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    const portal = await start({ dataFolder })
    const before = signal === 'SIGINT' ? null : portal.output()
    if (before !== null) expect(before).not.toMatch(/install|generat|bundl|building|migrat|made the keyring/i)
    const page = fetch(portal.url)
    expect((await page).status).toBe(200)
    expect(await portal.stop(signal)).toBe(0)
    expect(portal.output()).not.toMatch(/^\s+at |"msg":"bug"/m)
    expect(existsSync(path.join(dataFolder, 'postgres', 'postmaster.pid'))).toBe(false)
    await expect(fetch(portal.url)).rejects.toThrow()
  }
})

test('the worker may run next to the portal, which is ready without one', async () => {
  const dataFolder = aDataFolder()
  const portal = await start({ dataFolder, env: { ZHUNXIN_WORKER: 'separate' } })
  const health = () => fetch(`${portal.url}/api/health/ready`)
  const alone = await health()
  expect(alone.status).toBe(200)
  expect(await alone.json()).toMatchObject({
    status: 'ok',
    checks: { database: 'ok', storage: 'ok' },
    warnings: expect.arrayContaining(['WORKER_MISSING']), // the machine may have some of its own
  })

  const check = () => startCommand('scripts/worker.mjs', { ZHUNXIN_DATA: dataFolder }, ['--check']).exited
  expect(await check()).toBe(1)
  const worker = await startSeparateWorker({ ZHUNXIN_DATA: dataFolder })
  expect(await check()).toBe(0)
  // A look serves those who ask within some seconds of it.
  await expect
    .poll(async () => (await health()).json())
    .toMatchObject({ status: 'ok', warnings: expect.not.arrayContaining(['WORKER_MISSING']) })
  await portal.stop()
  expect(await worker.stop()).toBe(0)
  expect(existsSync(path.join(dataFolder, 'postgres', 'postmaster.pid'))).toBe(false)
})

test('everything wrong with the environment is said at once', async () => {
  const { code, said } = await refused({
    dataFolder: aDataFolder(),
    env: { ZHUNXIN_URL: 'ftp://example.cn', ZHUNXIN_WORKER: 'perhaps' },
  })
  expect(code).toBe(1)
  expect(said).toContain('ZHUNXIN_URL')
  expect(said).toContain('ZHUNXIN_WORKER')
  expect(said).not.toMatch(/^\s+at /m)
})

test('a data folder that cannot be one is said in a line', async () => {
  const folder = path.dirname(aDataFolder())
  writeFileSync(path.join(folder, 'file'), '')
  const { code, said } = await refused({ dataFolder: path.join(folder, 'file', 'data') })
  expect(code).toBe(1)
  expect(said).toContain(folder)
  expect(said).not.toMatch(/^\s+at /m)
})

test('reachable from elsewhere without a gateway, it does not start', async () => {
  const { code, said } = await refused({ dataFolder: aDataFolder(), env: { HOST: '0.0.0.0' } })
  expect(code).toBe(1)
  expect(said).toMatch(/SMS/)
})
