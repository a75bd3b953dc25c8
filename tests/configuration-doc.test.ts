import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { SETTINGS } from '@/lib/core/env'
import { isSecret } from '@/lib/core/environment/env-secrets'

/** Two settings have no row of their own: a command sets the first, and `readSecrets` takes the passwords away. */
const SET_BY_COMMANDS = 'NODE_ENV'

const INTRO = `# Configuration

This page is generated from the schema of the environment (\`lib/core/environment\`): don't edit, run
\`npx vitest run --project unit tests/configuration-doc -u\`.

Settings are environment variables. None is needed to try the portal: each has a default, or something is off without it. An empty
variable counts as not set. A start that finds something wrong names all of it, and does not begin; \`npm run doctor\` also names variables
that look like settings and are none.

A **secret** may be the content of a file instead, which its name with \`_FILE\` gives: \`SMTP_URL_FILE=/run/secrets/smtp-url\`. The passwords of
the two database addresses may be given apart, as \`DATABASE_PASSWORD\` and \`DATABASE_OWNER_PASSWORD\`, which are secrets too: there they may contain
any character.

\`NEXT_SERVER_ACTIONS_ENCRYPTION_KEY\` is for \`npm run build\` alone: the key that server actions are named under, a constant where it is not set
([deploy](deploy/README.md#build-and-start)).`

const settings = Object.entries(SETTINGS).flatMap(([title, shape]) =>
  Object.entries<z.ZodType>(shape)
    .filter(([name]) => name !== SET_BY_COMMANDS)
    .map(([name, schema]) => ({ title, name, meta: schema.meta(), schema })),
)

function defaultOf({ meta, schema }: (typeof settings)[number]): string {
  if (typeof meta?.unset === 'string') return meta.unset
  const { data } = schema.safeParse(undefined)
  return typeof data === 'string' || typeof data === 'number' ? `\`${data}\`` : 'none'
}

const rowOf = (setting: (typeof settings)[number]) => {
  const { name, meta } = setting
  return `| \`${name}\` | ${defaultOf(setting)} | ${meta?.description ?? ''}${isSecret(name) ? '. **Secret**' : ''} |`
}

test.each(settings)('$name says in its schema what it decides', ({ meta }) => {
  expect(meta?.description).toMatch(/^\S.*[^.]$/s)
})

test('docs/configuration.md has each setting, as its schema says it', async () => {
  const sections = Object.keys(SETTINGS).map((title) =>
    [
      `## ${title}\n`,
      '| variable | default | what it decides |',
      '|---|---|---|',
      ...settings.filter((one) => one.title === title).map(rowOf),
    ].join('\n'),
  )
  await expect(`${[INTRO, ...sections].join('\n\n')}\n`).toMatchFileSnapshot('../docs/configuration.md')
})

test('README leads there, and lists no settings itself', () => {
  const readme = readFileSync('README.md', 'utf8')
  expect(readme).toContain('(docs/configuration.md)')
  expect(readme).not.toMatch(/^\| `[A-Z_]+`/m)
})

test('README is a door: at most 1,000 words', () => {
  expect(readFileSync('README.md', 'utf8').split(/\s+/).filter(Boolean).length).toBeLessThanOrEqual(1_000)
})
