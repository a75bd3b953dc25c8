import { expect, test } from 'vitest'
import { z } from 'zod'
import { code, count, digest, id, instant } from '@/lib/audit/define'
import { EVENTS } from '@/lib/audit/events/all'
import en from '@/lib/i18n/messages/en/audit.json'
import zh from '@/lib/i18n/messages/zh-CN/audit.json'

const NAMED = new Map<unknown, string>([
  [id, 'id'],
  [code, 'code'],
  [count, 'count'],
  [digest, 'digest'],
  [instant, 'instant'],
])

/** What a field holds, in a word of the document's own list. */
function kindOf(schema: unknown): string {
  const named = NAMED.get(schema)
  if (named) return named
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

Every act that is recorded, and what its event holds for ever. This list is generated from \`lib/audit/events/all.ts\`
(\`npx vitest run --project unit tests/audit-events-doc.test.ts -u\`) and compared with it in the tests.

An event is written in the transaction of the act. Its entry in the log is canonical JSON (RFC 8785):

\`\`\`
{"action", "actor": {"capabilities", "id", "kind"}, "data", "id", "subject": {"id", "kind"} or null, "time", "version"}
\`\`\`

\`version\` is that of the event's shape. When a shape changes, its version goes up and this list shows the newest; entries
of older versions stay as they were and verify like any other, since a proof is about bytes and knows no shape.

What a field holds: **id** a UUID · **code** a word for machines (letters, digits, \`_ . / -\`) · **count** a whole number ·
**digest** SHA-256 in hex, or a commitment: HMAC-SHA-256 of what a person wrote, under a salt that can be erased ·
**instant** a time in UTC · **date** a day. No field holds what a person wrote or is called.

| Event | Version | Subject | In words | Data |
|---|---|---|---|---|
${ROWS.join('\n')}
`

test('docs/audit-events.md lists every event as it is', async () => {
  expect(ROWS.length).toBeGreaterThan(80)
  await expect(DOCUMENT).toMatchFileSnapshot('../docs/audit-events.md')
})
