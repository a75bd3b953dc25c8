// `npm run bench -- NAME [--json]`: each figure beside its limit, measured in the same run.

import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { at, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { bundlePrograms, generateClient, installPackages } from './prepare/steps.mjs'

// `audit-log.bench.ts` and `audit-exports.bench.ts` are both of `audit`, one after the other, each with a process of its own.
const FILES = readdirSync(at('tests/bench')).filter((file) => file.endsWith('.bench.ts'))
const nameOf = (file) => file.split(/[-.]/, 1)[0]
const NAMES = [...new Set(FILES.map(nameOf))]

await program(async () => {
  requireNode()
  process.chdir(root)
  const [name, ...rest] = process.argv.slice(2)
  if (!NAMES.includes(name)) {
    console.error(`npm run bench -- NAME [--json], where NAME is one of: ${NAMES.join(', ')}`)
    process.exitCode = 1
    return
  }
  await installPackages()
  await generateClient()
  await bundlePrograms()
  const vitest = at('node_modules/vitest/vitest.mjs')
  const args = [
    vitest,
    'run',
    '--project',
    'bench',
    ...FILES.filter((file) => nameOf(file) === name).map((file) => `tests/bench/${file}`),
    '--no-file-parallelism',
    '--disable-console-intercept',
    '--reporter=dot',
  ]
  const env = { ...process.env, ...(rest.includes('--json') ? { ZHUNXIN_BENCH_JSON: '1' } : {}) }
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
})
