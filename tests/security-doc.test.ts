import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Counts the requirements of level 1 or 2 in ASVS 5.0.0, by chapter. */
const REQUIREMENTS = {
  '1': 27,
  '2': 11,
  '3': 19,
  '4': 10,
  '5': 9,
  '6': 35,
  '7': 18,
  '8': 7,
  '9': 7,
  '10': 29,
  '11': 14,
  '12': 9,
  '13': 13,
  '14': 9,
  '15': 13,
  '16': 16,
  '17': 7,
}

const text = readFileSync('docs/security.md', 'utf8')
const rows = text.split('\n').filter((line) => /^\| \d/.test(line))
const ids = rows.flatMap((row) => row.split('|')[1]?.match(/\d+\.\d+\.\d+/g) ?? [])

test('each requirement of levels 1 and 2 is listed once', () => {
  expect(ids).toHaveLength(new Set(ids).size)
  const counts = Object.keys(REQUIREMENTS).map((chapter) => [
    chapter,
    ids.filter((id) => id.startsWith(`${chapter}.`)).length,
  ])
  expect(Object.fromEntries(counts)).toEqual(REQUIREMENTS)
})

test('each is met, not met or not applicable', () => {
  for (const row of rows) expect(row.split('|')[2]?.trim(), row).toMatch(/^[✓△✗–]$/)
})

test('each requirement that is met names a file, and each named file exists', () => {
  const named = [...text.matchAll(/`([\w().[\]/-]+\.(?:tsx?|mjs|md|conf|json))`/g)].map(([, file]) => file ?? '')
  expect(named.length).toBeGreaterThan(150)
  expect(named.filter((file) => !existsSync(file))).toEqual([])
})
