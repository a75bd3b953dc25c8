// `npm run bench -- NAME [--only PART,PART] [--rounds 5] [--share 0.1] [--json] [--results FILE]` prints each figure
// next to its limit, measured in the same run. A folder of `tests/bench` is a name too, whose files are its parts.
// --share does a part of the work in each round. --results stores the figures of each part in a JSON file, and leaves
// other parts in it.

import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { at, requireNode, root } from './prepare/folders.mjs'
import { program } from './prepare/program.mjs'
import { bundlePrograms, generateClient, installPackages } from './prepare/steps.mjs'
import { commit } from './test/commit.mjs'

const END = '.bench.ts'
const FILES = readdirSync(at('tests/bench'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(END))
/**
 * Returns the benchmark that a file belongs to: `audit` for both `audit-log.bench.ts` and `audit-exports.bench.ts`, and
 * `served` for all files of the folder `served`.
 */
const nameOf = (file) => file.split(/[-./\\]/, 1)[0]
const partOf = (file) => path.basename(file, END)
const NAMES = [...new Set(FILES.map(nameOf))]

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    rounds: { type: 'string' },
    share: { type: 'string' },
    json: { type: 'boolean' },
    results: { type: 'string' },
  },
})

await program(async () => {
  requireNode()
  process.chdir(root)
  const [name = ''] = positionals
  const all = FILES.filter((file) => nameOf(file) === name)
  const files = values.only ? values.only.split(',').map((part) => all.find((file) => partOf(file) === part)) : all
  if (files.length === 0 || files.includes(undefined)) {
    console.error(`npm run bench -- NAME [--only PART,PART], where NAME is one of: ${NAMES.join(', ')}`)
    if (all.length > 0) console.error(`The parts of ${name}: ${all.map(partOf).join(', ')}`)
    process.exitCode = 1
    return
  }
  await installPackages()
  await generateClient()
  await bundlePrograms()
  // Each file runs in a process of its own, one after the other.
  const args = [
    at('node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    files.every((file) => path.dirname(file) === '.') ? 'bench' : 'bench-served',
    ...files.map((file) => path.join('tests/bench', file)),
    '--no-file-parallelism',
    '--disable-console-intercept',
    '--reporter=dot',
  ]
  const env = {
    ...process.env,
    ...(values.json ? { ZHUNXIN_BENCH_JSON: '1' } : {}),
    ...(values.rounds ? { ZHUNXIN_BENCH_ROUNDS: values.rounds } : {}),
    ...(values.share ? { ZHUNXIN_BENCH_SHARE: values.share } : {}),
    ...(values.results ? { ZHUNXIN_BENCH_RESULTS: path.resolve(values.results), ZHUNXIN_BENCH_COMMIT: commit() } : {}),
  }
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1
})
