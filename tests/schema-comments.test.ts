import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/**
 * The database client has the text of the schema in it, comments included, and each program that has the client has
 * both as one text. One character beyond Latin-1 makes V8 hold all of it, a megabyte, as two bytes a character.
 */
test('the schema has no character beyond Latin-1', () => {
  const files = readdirSync('prisma/schema').filter((name) => name.endsWith('.prisma'))
  const found = files.flatMap((name) =>
    readFileSync(`prisma/schema/${name}`, 'utf8')
      .split('\n')
      .flatMap((line, at) => (/[^\0-\xff]/.test(line) ? [`${name}:${at + 1} ${line.trim()}`] : [])),
  )
  expect(files).not.toEqual([])
  expect(found).toEqual([])
})
