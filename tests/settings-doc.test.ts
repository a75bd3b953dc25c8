import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { VARIABLE_NAMES } from '@/lib/core/env'

/** Nobody sets it: each command does, by what it is for. */
const SET_BY_COMMANDS = 'NODE_ENV'
/** The build reads it, and the portal has it from the build. */
const OF_THE_BUILD = 'NEXT_SERVER_ACTIONS_ENCRYPTION_KEY'

const [, table = ''] = /^## Configuration\n(.*?)^## /ms.exec(readFileSync('README.md', 'utf8')) ?? []
const namesIn = (text: string) => [...text.matchAll(/`([A-Z\d_]+)`/g)].flatMap(([, name]) => name ?? [])
const rows = table.split('\n').filter((line) => line.startsWith('| `'))
const cellOf = (row: string) => row.split(' | ', 1)[0] ?? ''
const named = rows.map(cellOf).flatMap(namesIn)

/** A row such as "`S3_BUCKET` …" is of more settings, which the page has that it links to. */
const linked = rows
  .filter((row) => cellOf(row).includes('…'))
  .flatMap((row) => [...row.matchAll(/\]\((docs\/[\w/-]+\.md)/g)].map(([, file]) => readFileSync(`${file}`, 'utf8')))
  .join('\n')

const settings = VARIABLE_NAMES.filter((name) => !name.endsWith('_FILE') && name !== SET_BY_COMMANDS)

test.each(settings)('the README, or the page that it links to, says what %s decides', (name) => {
  expect(named.includes(name) || new RegExp(`\\b${name}\\b`).test(linked)).toBe(true)
})

test('each name in the README’s table is a setting, once', () => {
  expect(named.filter((name) => !VARIABLE_NAMES.includes(name))).toEqual([OF_THE_BUILD])
  expect(new Set(named).size).toBe(named.length)
})
