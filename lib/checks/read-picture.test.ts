import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import * as environment from '@/lib/core/env'
import { READER_ENVIRONMENT } from '@/lib/imaging/decoder/decoder-files'
import * as isolation from '@/lib/imaging/decoder/isolation'
import { MOST_PICTURES, reader, readLetter, readPicture } from './read-picture'
import type { Reading } from './reading'

const READING: Reading = {
  ...{ kind: 'LETTER', side: null, turned: 0, faces: null, fields: {}, engine: 'another' },
  quality: { blur: false, dark: false, glare: false, cropped: false, copy: false },
}

/** A title by which the program below says its environment in place of a code. */
const ENVIRONMENT = 'environment'

/** A program in the reader's place that says the same of each picture, whatever it is asked. */
const SAYS_THE_SAME = `
const say = (message) => {
  const head = Buffer.from(JSON.stringify(message))
  const prefix = Buffer.alloc(8)
  prefix.writeUInt32BE(head.length)
  process.stdout.write(Buffer.concat([prefix, head]))
}
let asked = Buffer.alloc(0)
process.stdin.on('data', (chunk) => {
  asked = Buffer.concat([asked, chunk])
  if (asked.length < 8 || asked.length < 8 + asked.readUInt32BE(0) + asked.readUInt32BE(4)) return
  const isAsked = asked.includes(${JSON.stringify(ENVIRONMENT)})
  asked = Buffer.alloc(0)
  const said = Object.entries(process.env).map(([name, value]) => name + '=' + value).sort().join(' ')
  say({ kind: 'READ', reading: { ...${JSON.stringify(READING)}, ...(isAsked ? { fields: { qr: { value: said, confidence: 1, rectangle: { x: 0, y: 0, width: 0, height: 0 } } } } : {}) } })
})
process.stdin.on('end', () => process.exit())
say({ kind: 'READY' })
`

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-reader-'))
  chmodSync(folder, 0o755) // a reader may run as another account
  mkdirSync(path.join(folder, '.build'))
  // Whether a child can load its program is tried with the decoder's.
  for (const name of ['reader', 'decoder'])
    writeFileSync(path.join(folder, '.build', `${name}-child.cjs`), SAYS_THE_SAME)
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'))
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
})
afterEach(() => reader().close())
afterAll(() => {
  vi.restoreAllMocks()
  rmSync(folder, { recursive: true, force: true })
})

test('a reader that says nothing of a letter that it was asked about has not read it', async () => {
  expect(await readPicture(Buffer.from('x'), 'owner')).toEqual(READING)
  const read = readLetter(Buffer.from('x'), 'owner')
  await expect(read).rejects.toMatchObject({ code: 'FILE_BROKEN', message: 'The reader said nothing of the letter' })
})

test('a child has the settings that its models need, and nothing of the portal', async () => {
  const { fields } = await readPicture(Buffer.from('x'), 'owner', [ENVIRONMENT])
  const settings = Object.entries(READER_ENVIRONMENT).map(([name, value]) => `${name}=${value}`)
  expect(fields.qr?.value.split(' ')).toEqual(settings.sort())
})

test('a child reads pictures of one owner', async () => {
  const pids: (number | undefined)[] = []
  for (const owner of ['a', 'a', 'b', 'a']) {
    await readPicture(Buffer.from('x'), owner)
    pids.push(reader().pid)
  }
  const [first, second, third, fourth] = pids
  expect(second).toBe(first)
  expect(new Set([first, third, fourth]).size).toBe(3)
})

test('an owner’s turn is as long as a child’s life, and lasts no longer in the next one', async () => {
  expect(reader().ownerInTurn).toBeNull()
  const turns: (string | null)[] = []
  for (let count = 0; count <= MOST_PICTURES; count += 1) {
    await readPicture(Buffer.from('x'), 'a')
    turns.push(reader().ownerInTurn)
  }
  expect(turns).toEqual([...Array(MOST_PICTURES - 1).fill('a'), null, null])
  await readPicture(Buffer.from('x'), 'b')
  expect(reader().ownerInTurn).toBe('b')
  reader().close()
  expect(reader().ownerInTurn).toBeNull()
})

test('a reader that could reach the portal is not started where others do, and is when it could not', async () => {
  const portal = { ...environment.env(), isLoopback: false, DECODE_WITHOUT_SANDBOX: '0' as const }
  const asking = vi.spyOn(environment, 'env').mockReturnValue(portal)
  const launching = vi.spyOn(isolation, 'readerLauncher')
  try {
    launching.mockResolvedValue({ command: [], isolation: { missing: ['OWN_ACCOUNT', 'HIDDEN_PORTAL'] } })
    await expect(readPicture(Buffer.from('x'), 'a')).rejects.toMatchObject({ code: 'TRY_AGAIN' })
    expect(reader().pid).toBeUndefined()
    launching.mockResolvedValue({ command: [], isolation: { missing: ['OWN_ACCOUNT'] } })
    expect(await readPicture(Buffer.from('x'), 'a')).toEqual(READING)
  } finally {
    launching.mockRestore()
    asking.mockRestore()
  }
})
