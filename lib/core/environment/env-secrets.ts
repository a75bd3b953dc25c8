import { readFileSync } from 'node:fs'
import { EnvironmentError } from './environment-error'

/** Settings that are secrets: each may be the content of a file instead, which `<NAME>_FILE` names. */
const SECRETS = [
  'DATABASE_URL',
  'DATABASE_PASSWORD',
  'DATABASE_OWNER_URL',
  'DATABASE_OWNER_PASSWORD',
  'TENCENT_SECRET_KEY',
  'ALIBABA_ACCESS_KEY_SECRET',
  'SMTP_URL',
  'S3_SECRET_ACCESS_KEY',
  'OIDC_CLIENT_SECRET',
  'METRICS_TOKEN',
] as const

/** Passwords for addresses that have none: they may contain any character, as an address may not. */
const PASSWORDS = [
  ['DATABASE_PASSWORD', 'DATABASE_URL'],
  ['DATABASE_OWNER_PASSWORD', 'DATABASE_OWNER_URL'],
] as const

const fileOf = (name: string) => `${name}_FILE`

/** Returns whether a setting is a secret, which a file may contain. */
export const isSecret = (name: string): boolean => SECRETS.some((secret) => secret === name)

/** Lists the settings that `readSecrets` replaces by others. */
export const SECRET_NAMES: readonly string[] = [...SECRETS.map(fileOf), ...PASSWORDS.map(([password]) => password)]

type Variables = Record<string, string | undefined>

/**
 * Sets secrets that files contain, without the line break at their end, and puts passwords into the addresses that they
 * are for. It may be called again. An empty variable counts as not set.
 *
 * @param source an environment, which is changed
 * @throws EnvironmentError naming every variable that is wrong; a value is never repeated
 */
export function readSecrets(source: Variables): void {
  const problems = [...SECRETS.flatMap((name) => readFile(source, name)), ...PASSWORDS.flatMap(putIn(source))]
  if (problems.length > 0) throw new EnvironmentError(problems)
}

/** Returns the files that secrets were read from: decoders may not see them. */
export const secretFiles = (source: Readonly<Variables>): string[] =>
  SECRETS.flatMap((name) => source[fileOf(name)] || [])

function readFile(source: Variables, name: string): string[] {
  const path = source[fileOf(name)]
  if (!path) return []
  try {
    const content = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    if (!content) return [`${fileOf(name)} names an empty file`]
    if (source[name] && source[name] !== content) return [`${name} and ${fileOf(name)} are both set: set one`]
    source[name] = content
    return []
  } catch (error) {
    return [`${fileOf(name)} can't be read (${(error as NodeJS.ErrnoException).code})`]
  }
}

const putIn =
  (source: Variables) =>
  ([name, address]: (typeof PASSWORDS)[number]): string[] => {
    const [password, text] = [source[name], source[address]]
    if (!password) return []
    if (!text) return [`${name} needs ${address}, the address that it is for`]
    if (!URL.canParse(text)) return [] // said where the address is checked
    const [url, whole] = [new URL(text), new URL(text)]
    whole.password = encodeURIComponent(password)
    if (url.href === whole.href) return []
    if (url.password) return [`${address} has a password, and ${name} is set: set one`]
    if (!url.username) return [`${address} must name the login that ${name} is for`]
    source[address] = whole.href
    return []
  }
