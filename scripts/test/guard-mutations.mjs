// Takes each guard away in turn and asks the tests beside it: one that nobody misses is not tested. A guard is a refusal
// (`if (…) throw new DomainError(…)`), a call of one (`requireManager(actor)`), or a condition of what is visible.
import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { at, root } from '../prepare/folders.mjs'

const CODES = [
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'INVALID_STATE',
  'UNAUTHENTICATED',
  'CLAIM_LOST',
  'HELD_BY_OTHER',
  'LOCKED',
  'ON_HOLD',
  'LAST_ADMINISTRATOR',
  'LAST_MEMBER',
  'GRANT_WAITS',
]
const THROWS = new RegExp(`throw new DomainError\\(\\s*'(${CODES.join('|')})'`, 'g')

/** Where a condition in parentheses ends that begins at `open`. */
function closing(text, open) {
  let depth = 0
  for (let i = open; i < text.length; i += 1) {
    if (text[i] === '(') depth += 1
    if (text[i] === ')') depth -= 1
    if (depth === 0) return i
  }
  return -1
}

/** Each `if (…)` with the places of its condition. */
function conditions(text) {
  return [...text.matchAll(/\bif \(/g)].map(({ index }) => {
    const open = index + 'if '.length
    return { open: open + 1, close: closing(text, open) }
  })
}

/** @returns {{ line: number, guard: string, mutated: string }[]} */
export function guardsOf(text) {
  const lineOf = (index) => text.slice(0, index).split('\n').length
  const replaced = (from, to, by) => text.slice(0, from) + by + text.slice(to)
  const ifs = conditions(text)
  const found = []
  for (const { index, 1: code } of text.matchAll(THROWS)) {
    const guard = ifs.find(({ close }) => close > 0 && close < index && /^\)\s*\{?\s*$/.test(text.slice(close, index)))
    if (!guard) continue
    const condition = text.slice(guard.open, guard.close)
    const mutated = replaced(guard.open, guard.close, `(${condition}) && Math.random() > 2`)
    found.push({ line: lineOf(guard.open), guard: `${code} if ${condition}`.replace(/\s+/g, ' '), mutated })
  }
  for (const match of text.matchAll(/^ +(?:await )?(require[A-Z]\w*\([^\n]*\))$/gm)) {
    const mutated = replaced(match.index, match.index + match[0].length, '')
    found.push({ line: lineOf(match.index), guard: match[1], mutated })
  }
  for (const { open, close } of ifs) {
    if (!/^\) \w+\.push\(/.test(text.slice(close, close + 40))) continue
    const condition = text.slice(open, close)
    if (!/\bcan\(/.test(condition)) continue
    found.push({
      line: lineOf(open),
      guard: `visible if ${condition}`,
      mutated: replaced(open, close, 'Math.random() < 2'),
    })
  }
  return found
}

/** The tests beside a file that name what it exports, or else all beside it. */
function testsBeside(file) {
  const folder = path.dirname(file)
  const text = readFileSync(at(file), 'utf8')
  const names = [...text.matchAll(/export (?:async )?(?:function|const) (\w+)/g)].map(([, name]) => name)
  const beside = readdirSync(at(folder)).filter((name) => /\.test\.tsx?$/.test(name) && !name.includes('.fuzz.'))
  const naming = beside.filter((name) => {
    const test = readFileSync(at(folder, name), 'utf8')
    return test.includes(`./${path.basename(file, '.ts')}'`) || names.some((known) => test.includes(known))
  })
  return (naming.length > 0 ? naming : beside).map((name) => `${folder}/${name}`)
}

function runTests(tests) {
  return new Promise((resolve) => {
    const args = [
      at('node_modules/vitest/vitest.mjs'),
      'run',
      '--bail',
      '1',
      '--project',
      'unit',
      '--project',
      'database',
    ]
    const child = spawn(process.execPath, [...args, ...tests], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
    child.once('close', (code) => resolve({ code, output }))
  })
}

const isSource = (name) => /\.ts$/.test(name) && !/\.test\.ts$/.test(name) && !name.includes('generated')

/**
 * @param {string[]} folders of lib, such as `lib/accounts`
 * @returns how many guards there are, and which nobody missed
 */
export async function mutateGuards(folders) {
  const files = folders.flatMap((folder) =>
    readdirSync(at(folder), { recursive: true })
      .map((name) => `${folder}/${String(name).split(path.sep).join('/')}`)
      .filter(isSource),
  )
  const results = []
  for (const file of files.sort((a, b) => a.localeCompare(b))) {
    const text = readFileSync(at(file), 'utf8')
    const tests = testsBeside(file)
    for (const { line, guard, mutated } of guardsOf(text)) {
      let outcome = 'survived'
      try {
        writeFileSync(at(file), mutated)
        const { code, output } = tests.length > 0 ? await runTests(tests) : { code: 0, output: '' }
        if (code !== 0) outcome = /AssertionError|rejects|FAIL/.test(output) ? 'caught' : 'broken'
      } finally {
        writeFileSync(at(file), text)
      }
      results.push({ file, line, guard, outcome })
      console.log(`${outcome === 'caught' ? '✓' : '✗'} ${file}:${line} ${guard}`)
    }
  }
  return results
}

/** Keeps what other runs found of other folders. */
export function keepResults(folders, results) {
  const place = at('docs/results/guard-mutations.json')
  let before = []
  try {
    before = JSON.parse(readFileSync(place, 'utf8')).guards
  } catch {
    mkdirSync(path.dirname(place), { recursive: true })
  }
  const isOfThese = ({ file }) => folders.some((folder) => file.startsWith(`${folder}/`))
  const guards = [...before.filter((one) => !isOfThese(one)), ...results].sort((a, b) =>
    a.file === b.file ? a.line - b.line : a.file.localeCompare(b.file),
  )
  const caught = guards.filter(({ outcome }) => outcome === 'caught').length
  const summary = { name: 'guard-mutations', guards: guards.length, caught, notCaught: guards.length - caught }
  writeFileSync(place, `${JSON.stringify({ ...summary, guards }, null, 2)}\n`)
}
