import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { AuditLine, QualificationLine } from './lines'

test.each([
  ['audit', AuditLine],
  ['qualifications', QualificationLine],
])('a line fits docs/schemas/%s.schema.json', (name, schema) => {
  const published: unknown = JSON.parse(readFileSync(`docs/schemas/${name}.schema.json`, 'utf8'))
  expect(published).toEqual(JSON.parse(JSON.stringify(z.toJSONSchema(schema))))
})
