import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BackupRefusal } from '@/lib/backup/backup-format'
import { openBackup } from '@/lib/backup/open-backup'
import { newId } from '@/lib/core/ids'
import { StartRefusal } from './start/run-program'

/** Holds what a program would run: here nothing ends the process, or listens to its signals. */
const program = vi.hoisted(() => ({ work: async (_onStop: () => void): Promise<unknown> => null }))
vi.mock(import('./start/run-program'), async (original) => ({
  ...(await original()),
  printLine: () => {},
  runCommand: (work: typeof program.work) => {
    program.work = work
  },
}))

const argv = process.argv
let folder: string
let dataFolder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-refused-'))
  dataFolder = path.join(folder, 'data')
  vi.stubEnv('ZHUNXIN_DATA', dataFolder)
})
afterEach(() => {
  process.argv = argv
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

/** Returns why a program is refused, before anything is there to be stopped. */
async function refusalOf(load: () => Promise<unknown>, ...given: string[]): Promise<unknown> {
  process.argv = ['node', 'program', ...given]
  await load()
  const onStop = vi.fn()
  const refused = await program.work(onStop).catch((error: unknown) => error)
  expect(onStop).not.toHaveBeenCalled()
  return refused
}

test.each([
  ['vault:inspect', () => import('./vault-inspect')],
  ['checks:read', () => import('./checks-read')],
  ['letter:recognise', () => import('./letter-recognise')],
])('%s names a file that can’t be read, and prepares nothing', async (_, load) => {
  const file = path.join(folder, 'a.jpg')
  expect(await refusalOf(load, file)).toEqual(new StartRefusal(`${file} can't be read (ENOENT).`))
  expect(readdirSync(folder)).toEqual([])
})

test('checks:measure names a list, and a picture of it, that can’t be read, and prepares nothing', async () => {
  const load = () => import('./checks-measure')
  const unreadable = (file: string) => new StartRefusal(`${path.join(folder, file)} can't be read (ENOENT).`)
  expect(await refusalOf(load, folder)).toEqual(unreadable('truth.json'))
  const line = { file: 'a.jpg', level: 'GOOD', expected: null, kind: 'ID', side: null, turned: 0, spoiled: null }
  writeFileSync(path.join(folder, 'truth.json'), JSON.stringify({ ...line, rare: false, fields: {} }))
  expect(await refusalOf(load, folder)).toEqual(unreadable('a.jpg'))
  expect(readdirSync(folder)).toEqual(['truth.json'])
})

test('no backup is made of a data folder whose restore was not finished', async () => {
  mkdirSync(path.join(dataFolder, 'restoring'), { recursive: true })
  const refused = await refusalOf(() => import('./backup'), path.join(folder, 'backup'))
  expect(refused).toBeInstanceOf(StartRefusal)
  expect((refused as StartRefusal).message).toContain(`A restore into ${dataFolder} was started and is not finished`)
  expect(readdirSync(folder)).toEqual(['data'])
})

test('a backup that needs a key which was destroyed since is not restored', async () => {
  const backup = path.join(folder, 'backup')
  const writing = await openBackup(backup)
  await writing.add('blobs/ab/one', Readable.from([Buffer.from('one')]))
  const about = { id: newId(), takenAt: new Date().toISOString(), missing: [], withKeys: false, keyringIds: ['old'] }
  await writing.finish({ ...about, database: { kind: 'cluster', major: 17 } })
  const history = { old: { retiredAt: '2026-12-01T00:00:00.000Z', destroyedAt: '2027-01-05T00:00:00.000Z' } }
  const keys = { new: Buffer.alloc(32, 8).toString('base64') }
  vi.stubEnv('ZHUNXIN_KEYRING', JSON.stringify({ active: 'new', keys, history }))

  const refused = await refusalOf(() => import('./restore'), backup)
  expect(refused).toBeInstanceOf(BackupRefusal)
  expect((refused as BackupRefusal).message).toMatch(/the key "old", which was destroyed on 2027-01-05/)
  expect(readdirSync(dataFolder)).toEqual([])
})
