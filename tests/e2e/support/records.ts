import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'

const FOLDER = 'test-results'

/** Holds the output of every portal of the run so far. */
export const PORTAL_LOG = `${FOLDER}/portal.log`

/** Holds the personal texts that the journeys typed. */
const TYPED = `${FOLDER}/typed.txt`

export function startRecords(): void {
  mkdirSync(FOLDER, { recursive: true })
  for (const file of [PORTAL_LOG, TYPED]) rmSync(file, { force: true })
}

/** Remembers a personal value, so that tests can search for it where it must not be. */
export function personal<T extends string>(value: T): T {
  appendFileSync(TYPED, `${JSON.stringify(value)}\n`)
  return value
}

export function personalValues(): string[] {
  if (!existsSync(TYPED)) return []
  const lines = readFileSync(TYPED, 'utf8').trim().split('\n')
  return [...new Set(lines.map((line) => JSON.parse(line) as string))]
}
