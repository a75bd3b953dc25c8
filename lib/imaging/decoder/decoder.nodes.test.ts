import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { heavy } from '@/tests/setup/heavy'
import { bundleDecoder } from '../testing/bundle-decoder'
import { mayEverything, type Project, projectWithDecoder } from '../testing/in-decoders-place'
import { plain } from '../testing/sample-images'

/** Each release that the portal may run on; fetched from the registry. */
const VERSIONS = [20, 22, 24]
const nodes = heavy('decoder-nodes', { quick: 0, long: VERSIONS.length })
const results: Record<string, unknown>[] = []
let folder: string
let project: Project

/** Decodes each of the files in turn, and says how it went and what the child was limited to. */
const PROGRAM = (files: readonly string[]) => `
  import { readFileSync } from 'node:fs'
  import { Readable } from 'node:stream'
  import { DecoderPool, isolation } from './lib/imaging/decoder/decoder-pool'
  const { missing } = await isolation()
  const pool = new DecoderPool({ size: 1, timeLimitMs: 100_000 })
  const answers = []
  for (const file of ${JSON.stringify(files)}) {
    const bytes = readFileSync(file)
    const original = { size: bytes.length, open: async () => Readable.from([bytes]) }
    const request = { mediaType: 'image/jpeg', maxPixels: 300e6, minShortSide: 1, maxPages: 1 }
    const began = performance.now()
    const answer = await pool.decode(request, original, { owner: 'sender', sender: 'sender' }, async () => {}).then(({ message }) => message.kind, (error) => error.message)
    const pid = pool.pids[0]
    const of = (name) => pid === undefined ? '' : readFileSync('/proc/' + pid + '/' + name, 'latin1')
    const limit = Number(/^Max data size\\s+(\\d+)/m.exec(of('limits'))?.[1]) / 2 ** 20
    const most = Math.round(Number(/^VmHWM:\\s+(\\d+)/m.exec(of('status'))?.[1]) / 1024)
    answers.push({ answer, ms: Math.round(performance.now() - began), isAlive: pid !== undefined, limitMiB: limit, peakMiB: most })
  }
  process.stdout.write(JSON.stringify({ node: process.version, missing, answers }))
  pool.close()`

beforeAll(async () => {
  if (nodes.tries === 0) return
  await bundleDecoder()
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-nodes-'))
  project = projectWithDecoder()
  const large = { progressive: true, chromaSubsampling: '4:4:4' }
  const files = {
    'photograph.jpg': plain(4_000, 3_000).jpeg(),
    'largest.jpg': plain(7_000, 7_000).jpeg(large),
    'bomb.jpg': plain(16_000, 16_000).jpeg(large),
  }
  for (const [name, picture] of Object.entries(files)) writeFileSync(path.join(folder, name), await picture.toBuffer())
})
afterAll(() => {
  if (nodes.tries === 0) return
  project.remove()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(nodes.tries === 0)('each limit holds, and a bomb is a clean error', () => {
  test.each(VERSIONS)('on Node %i', async (version) => {
    const { stdout: node } = await promisify(execFile)('npx', ['-y', `node@${version}`, '-p', 'process.execPath'], {
      cwd: folder,
    })
    const files = ['photograph.jpg', 'largest.jpg', 'bomb.jpg', 'photograph.jpg'].map((name) => path.join(folder, name))
    const { said } = await project.run(PROGRAM(files), { node: node.trim() })
    const result = JSON.parse(said)
    results.push(result)
    expect(result.node).toMatch(new RegExp(`^v${version}\\.`))
    expect(result.answers).toMatchObject([
      { answer: 'DONE', isAlive: true },
      { answer: 'DONE', isAlive: true },
      { answer: 'BROKEN', isAlive: true },
      { answer: 'DONE', isAlive: true },
    ])
    if (mayEverything()) expect(result.missing).toEqual([])
    nodes.done(results.length, { versions: results })
  })
})
