import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from '@/scripts/prepare/steps.mjs'

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
const scriptOf = (command: string) => /^node (scripts\/[\w-]+\.mjs)/.exec(command)?.[1] ?? expect.fail(command)

/** Matches a program that a script bundles itself, and the folder that it is bundled into. */
const OWN = /bundle\(\['([\w/-]+)\.ts'\], '([\w./]+)'\)/g
/** Matches what a script runs: a bundle by its path, or a program of lib/cli by its name. */
const RUN = /at\('(\.build\/[\w/-]+\.mjs)'\)|command\('([\w-]+)'/g
/** Matches each of the steps that bundle all programs; `command` does it too. */
const BUNDLES_ALL = /await (bundlePrograms|prepareApp|command)\(|Object\.assign\(process\.env, await prepareApp\(\)/
/** The one that makes nothing, and says to run another command first. */
const NEEDS_A_BUILD = 'scripts/doctor.mjs'

/** Returns the source of a bundle that `bundlePrograms` makes. */
const programOf = (name: string) => ['lib/cli', 'scripts/demo'].map((at) => `${at}/${name}.ts`).find(existsSync)

const ran = [...new Set(Object.values(scripts).map(scriptOf))].flatMap((script) => {
  const text = readFileSync(script, 'utf8')
  return [...text.matchAll(RUN)].map(([, file, name]) => ({ script, text, file: file ?? `.build/${name}.mjs` }))
})

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-bundled-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test.each(ran)('$script bundles $file before it runs it', ({ script, text, file }) => {
  const own = [...text.matchAll(OWN)].map(([, program, into]) => `${into}/${path.basename(program ?? '')}.mjs`)
  if (own.includes(file)) return
  expect(programOf(path.basename(file, '.mjs'))).toBeDefined()
  expect(path.dirname(file)).toBe('.build')
  if (script !== NEEDS_A_BUILD) expect(text).toMatch(BUNDLES_ALL)
})

test('programs that scripts run are found in their text', () => {
  expect(ran.map(({ file }) => file)).toEqual(
    expect.arrayContaining(['.build/portal.mjs', '.build/keys.mjs', '.build/tests/write-folder.mjs']),
  )
})

const owned = ran.flatMap(({ script, text }) =>
  [...text.matchAll(OWN)].map(([, program]) => ({ script, program: `${program}.ts` })),
)

test.each(owned)('$program is bundled into a folder that a fresh clone does not have', async ({ program }) => {
  const into = path.join(folder, path.basename(program, '.ts'), 'tests')
  await bundle([program], into)
  expect(existsSync(path.join(into, `${path.basename(program, '.ts')}.mjs`))).toBe(true)
})
