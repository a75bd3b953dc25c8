import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { reader, readLetter, readPicture } from './read-picture'
import type { Reading } from './reading'

const READING: Reading = {
  ...{ kind: 'LETTER', side: null, turned: 0, faces: null, fields: {}, engine: 'another' },
  quality: { blur: false, dark: false, glare: false, cropped: false, copy: false },
}

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
  asked = Buffer.alloc(0)
  say({ kind: 'READ', reading: ${JSON.stringify(READING)} })
})
process.stdin.on('end', () => process.exit())
say({ kind: 'READY' })
`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-reader-'))
  chmodSync(folder, 0o755) // a reader may run as another account
  mkdirSync(path.join(folder, '.build'))
  // Whether a child can load its program is tried with the decoder's.
  for (const name of ['reader', 'decoder'])
    writeFileSync(path.join(folder, '.build', `${name}-child.mjs`), SAYS_THE_SAME)
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'))
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
})
afterEach(() => {
  vi.restoreAllMocks()
  reader().close()
  rmSync(folder, { recursive: true, force: true })
})

test('a reader that says nothing of a letter that it was asked about has not read it', async () => {
  expect(await readPicture(Buffer.from('x'))).toEqual(READING)
  const read = readLetter(Buffer.from('x'))
  await expect(read).rejects.toMatchObject({ code: 'FILE_BROKEN', message: 'The reader said nothing of the letter' })
})
