import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { BackupRefusal } from './backup-format'
import { openBackup } from './open-backup'
import { verifyBackup } from './verify-backup'

let folder: string
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'zhunxin-begin-')), 'backup')
})
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }))

const content = (text: string) => Readable.from([Buffer.from(text)])
const manifest = () => ({
  id: newId(),
  takenAt: new Date().toISOString(),
  database: { kind: 'dump' as const, major: 17 },
  missing: [],
  withKeys: false,
})
const quietly = () => {}

test('it is one only when it is finished; all of it is its owner’s alone', async () => {
  const writing = await openBackup(folder)
  await writing.add('blobs/ab/one', content('one'))
  await expect(verifyBackup(folder, quietly)).rejects.toThrow(/never finished/)
  const written = manifest()
  await writing.finish(written)

  expect(await verifyBackup(folder, quietly)).toMatchObject(written)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(path.join(folder, 'blobs/ab/one')).mode & 0o777).toBe(0o600)
  await expect(openBackup(folder)).rejects.toThrow(/not empty/)
})

test('what a killed one left is cleared away; what someone else put there is not touched', async () => {
  mkdirSync(folder)
  writeFileSync(path.join(folder, 'holiday.jpg'), '')
  await expect(openBackup(folder)).rejects.toThrow(BackupRefusal)
  expect(readdirSync(folder)).toEqual(['holiday.jpg'])
  rmSync(path.join(folder, 'holiday.jpg'))

  await (await openBackup(folder)).add('blobs/ab/one', content('one'))
  writeFileSync(path.join(folder, 'unfinished'), `${process.ppid}`)
  await expect(openBackup(folder)).rejects.toThrow(/being written/)
  writeFileSync(path.join(folder, 'unfinished'), `${2 ** 22 + 1}`) // of no process
  const again = await openBackup(folder)
  expect(existsSync(path.join(folder, 'blobs'))).toBe(false)
  again.abandon()
  expect(readdirSync(folder)).toEqual([])
})

test.each([
  ['/etc/passwd', /outside/],
  ['blobs/../../x', /outside/],
])('a list that names %s is followed nowhere', async (name, says) => {
  const writing = await openBackup(folder)
  await writing.add('x', content('one'))
  await writing.finish(manifest())
  const { createHash } = await import('node:crypto')
  const line = `${JSON.stringify({ path: name, size: 3, sha256: 'ab'.repeat(32) })}\n`
  writeFileSync(path.join(folder, 'files.jsonl'), line)
  const listed = createHash('sha256').update(line).digest('hex')
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ format: 1, ...manifest(), files: listed }))

  await expect(verifyBackup(folder, quietly)).rejects.toThrow(says)
})
