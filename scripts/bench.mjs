// `npm run bench -- NAME [--json]`: each figure beside its limit, measured in the same run.

import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { at, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { bundlePrograms, generateClient, installPackages } from './prepare/steps.mjs'

const NAMES = readdirSync(at('tests/bench')).flatMap((file) => file.match(/^([\w-]+)\.bench\.ts$/)?.[1] ?? [])

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
    `tests/bench/${name}.bench.ts`,
    '--disable-console-intercept',
    '--reporter=dot',
  ]
  const env = { ...process.env, ...(rest.includes('--json') ? { ZHUNXIN_BENCH_JSON: '1' } : {}) }
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
})
