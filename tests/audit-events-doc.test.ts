import { expect, test } from 'vitest'
import { z } from 'zod'
import { count, digest, id, instant, webAddress } from '@/lib/audit/define'
import { EVENTS } from '@/lib/audit/events/all'
import en from '@/lib/core/languages/messages/en/audit.json'
import zh from '@/lib/core/languages/messages/zh-CN/audit.json'

const NAMED = new Map<unknown, string>([
  [id, 'id'],
  [count, 'count'],
  [digest, 'digest'],
  [webAddress, 'address'],
  [instant, 'instant'],
])

/** Returns the kind of a field, in a word of the document's own list. */
function kindOf(schema: unknown): string {
  const named = NAMED.get(schema)
  if (named) return named
  if (schema instanceof z.ZodString && 'vocabulary' in schema) return 'code'
  if (schema instanceof z.ZodNullable) return `${kindOf(schema.unwrap())} or null`
  if (schema instanceof z.ZodArray) return `list of ${kindOf(schema.element)}`
  if (schema instanceof z.ZodObject) return `{ ${fieldsOf(schema.shape)} }`
  if (schema instanceof z.ZodBoolean) return 'yes/no'
  if (schema instanceof z.ZodISODate) return 'date'
  throw new Error('A kind of field that the document has no word for')
}

const fieldsOf = (shape: object) =>
  Object.entries(shape)
    .map(([name, schema]) => `\`${name}\` ${kindOf(schema)}`)
    .join(', ')

const saidIn = (words: object, action: string) => {
  const found = action.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], words)
  return String(found)
}

const ROWS = EVENTS.map(({ action, version, subjectKind, data }) => {
  const words = `${saidIn(zh.actions, action)} · ${saidIn(en.actions, action)}`
  return `| \`${action}\` | ${version} | ${subjectKind ?? '–'} | ${words} | ${fieldsOf(data.shape) || '–'} |`
})

const DOCUMENT = `# Audit events

This page lists every act that is recorded, and what its event contains for ever. It is generated from \`lib/audit/events/all.ts\`
(\`npx vitest run --project unit tests/audit-events-doc.test.ts -u\`) and compared with it in the tests.

An event is written in the transaction of the act. Its entry in the log is canonical JSON (RFC 8785):

\`\`\`
{"action", "actor": {"capabilities", "id", "kind"}, "data", "id", "subject": {"id", "kind"} or null, "time", "version"}
\`\`\`

\`version\` is that of the event's shape. When a shape changes, its version goes up and this list shows the newest; entries
of older versions stay as they were and can be verified like any other, since a proof is about bytes and knows no shape.

The kinds of fields are: **id** a UUID · **code** a word for machines (letters, digits, \`_ . / -\`) · **count** a whole number ·
**digest** SHA-256 in hex, or a commitment: HMAC-SHA-256 of what a person wrote, under a salt that can be erased ·
**instant** a time in UTC · **date** a day · **address** one of a system, which an administrator wrote. No other field contains what a person wrote, or a name.

| Event | Version | Subject | In words | Data |
|---|---|---|---|---|
${ROWS.join('\n')}
`

test('docs/audit-events.md lists every event as it is', async () => {
  expect(ROWS.length).toBeGreaterThan(80)
  await expect(DOCUMENT).toMatchFileSnapshot('../docs/audit-events.md')
})
