import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bodySchema, WEBHOOK_EVENTS, WEBHOOK_VERSIONS } from './events'

const DOCUMENT = readFileSync('docs/webhooks.md', 'utf8')

test('docs/webhooks.md lists every event as it is, and the version of bodies', () => {
  const [, table = ''] = /\| `type` \| \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(DOCUMENT) ?? []
  const rows = Object.values(WEBHOOK_EVENTS).map(({ type, summary }) => `| \`${type}\` | ${summary} |\n`)
  expect(table).toBe(rows.join(''))
  for (const version of Object.values(WEBHOOK_VERSIONS)) expect(DOCUMENT).toContain(`\`${version}\``)
})

test('the body that it shows is one', () => {
  const [, example = ''] = /```json\n(.*?)```/s.exec(DOCUMENT) ?? []
  expect(bodySchema('QUALIFICATION_APPROVED').parse(JSON.parse(example))).toEqual(JSON.parse(example))
})
