import { existsSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { tokenHash } from '@/lib/accounts/link-token'
import { database } from '@/lib/db/client'
import { acceptInvitation } from '@/lib/staff/invitations/accept-invitation'
import { isFirstLinkUsable } from '@/lib/staff/is-first-link-usable'
import { issueFirstAdministratorLink } from '@/lib/staff/issue-first-administrator-link'
import { aColleague, anAddress, anEmail, PASSWORD } from '@/tests/factories/people'
import { showFirstLink } from './show-first-link'

const dataFolder = process.env.ZHUNXIN_DATA ?? ''
const file = path.join(dataFolder, 'first-administrator-link')

let printed = ''
const ends: (() => Promise<unknown>)[] = []
const stop = async () => {
  for (const end of ends.splice(0)) await end()
}

/** A fresh machine has no administrator. */
beforeEach(async () => {
  await database().roleGrant.deleteMany({ where: { role: 'ADMIN' } })
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text
    return true
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await stop()
  rmSync(file, { force: true })
})

async function shown({ isOnTerminal = false } = {}): Promise<{ url: string; token: string }> {
  const { url } = await issueFirstAdministratorLink()
  if (!url) throw new Error('There is an administrator')
  const onStop = (end: () => Promise<unknown>) => void ends.push(end)
  await showFirstLink(url, { dataFolder, onStop, isOnTerminal, lookEveryMs: 1 })
  return { url, token: url.split('/').at(-1) ?? '' }
}

test('a log names a file that only its owner reads, and has no link', async () => {
  const before = process.umask(0)
  const { url, token } = await shown().finally(() => process.umask(before))
  expect(readFileSync(file, 'utf8')).toBe(`${url}\n`)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(printed).toContain(file)
  expect(printed).not.toContain(token)
})

test('a terminal shows the link, and no file has it', async () => {
  const { url } = await shown({ isOnTerminal: true })
  expect(printed).toContain(url)
  expect(existsSync(file)).toBe(false)
})

test('what an earlier start left at its name is replaced: an open file, and a link to another', async () => {
  writeFileSync(file, 'earlier', { mode: 0o644 })
  await shown()
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await stop()

  const other = path.join(dataFolder, 'other')
  writeFileSync(other, 'other')
  symlinkSync(other, file)
  const { url } = await shown()
  expect(readFileSync(file, 'utf8')).toBe(`${url}\n`)
  expect(readFileSync(other, 'utf8')).toBe('other')
})

test('a start that finds an administrator removes the file, and says nothing', async () => {
  writeFileSync(file, 'earlier')
  await showFirstLink(null, { dataFolder, onStop: () => {} })
  expect(existsSync(file)).toBe(false)
  expect(printed).toBe('')
})

test.each<[string, (token: string) => Promise<unknown>]>([
  [
    'is used',
    (token) => acceptInvitation({ token, name: '韩梅梅', email: anEmail(), password: PASSWORD, address: anAddress() }),
  ],
  ['is replaced by that of another node', () => issueFirstAdministratorLink()],
  ['is needed no more, since somebody became administrator by another way', () => aColleague({ roles: ['ADMIN'] })],
  [
    'is too old',
    (token) =>
      database().invitation.update({
        where: { tokenHash: tokenHash(token) },
        data: { createdAt: new Date(0), expiresAt: new Date(1) },
      }),
  ],
])('the file is gone when its link %s', async (_, happens) => {
  const { url, token } = await shown()
  for (let looks = 0; looks < 20; looks += 1) expect(await isFirstLinkUsable(url)).toBe(true)
  expect(existsSync(file)).toBe(true)
  await happens(token)
  expect(await isFirstLinkUsable(url)).toBe(false)
  await expect.poll(() => existsSync(file)).toBe(false)
})

test('the file is gone after a stop, and that of a later start stays', async () => {
  const { url } = await shown()
  await issueFirstAdministratorLink()
  await stop()
  expect(existsSync(file)).toBe(false)
  writeFileSync(file, 'later')
  for (let looks = 0; looks < 20; looks += 1) expect(await isFirstLinkUsable(url)).toBe(false)
  expect(existsSync(file)).toBe(true)
})
