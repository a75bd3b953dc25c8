import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { shareChunks } from '@/scripts/prepare/share-chunks.mjs'

const CODE = `module.exports=[1,e=>e.v("准信 ${'x'.repeat(200)}")]`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-chunks-'))
  writeFileSync(path.join(folder, 'package.json'), '{"type":"commonjs"}')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Writes a chunk and its source map, as the framework's bundler does. */
function write(name: string, code = CODE) {
  writeFileSync(path.join(folder, name), `${code}\n\n//# sourceMappingURL=${name}.map`)
  writeFileSync(path.join(folder, `${name}.map`), '{}')
}

const load = (name: string) => createRequire(path.join(folder, 'x.cjs'))(`./${name}`)
const chunks = () => readdirSync(folder).filter((name) => name.endsWith('.js'))
const isChanged = (name: string) => !readFileSync(path.join(folder, name), 'utf8').includes('sourceMappingURL')

test('of chunks that differ in the name of their map alone, one stays, and the others are it', () => {
  for (const name of ['c.js', '[b]_._.js', 'a"1.js']) write(name)
  write('other.js', CODE.replace('1,', '2,'))
  const size = Buffer.byteLength(readFileSync(path.join(folder, 'c.js')))
  const removed = shareChunks(folder)
  expect(removed).toBeGreaterThan(size)
  expect(chunks().filter(isChanged)).toEqual(['a"1.js', 'c.js'])
  expect(readdirSync(folder).filter((name) => name.endsWith('.map'))).toEqual(['[b]_._.js.map', 'other.js.map'])
  expect(load('a"1.js')).toBe(load('[b]_._.js'))
  expect(load('c.js')).toBe(load('[b]_._.js'))
  expect(load('other.js')).not.toBe(load('c.js'))
  expect(shareChunks(folder)).toBe(0) // a second time nothing is left to do
})

test('what is no chunk, and what is shorter than the line that loads another, is left as it is', () => {
  for (const name of ['a.js', 'b.js']) {
    write(`runtime-${name}`, `const chunks = "${'x'.repeat(200)}"`)
    write(`short-${name}`, 'module.exports=[]')
  }
  mkdirSync(path.join(folder, 'folder.js'))
  expect(shareChunks(folder)).toBe(0)
  expect(shareChunks(path.join(folder, 'none'))).toBe(0)
})
