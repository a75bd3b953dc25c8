import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import { CONSENTS } from './environment/env-consents'
import { checkMessaging, MESSAGING } from './environment/env-messaging'
import { checkMetrics, METRICS } from './environment/env-metrics'
import { OPERATOR } from './environment/env-operator'
import { LogLevel, PORTAL, STORED } from './environment/env-portal'
import { REVEALS } from './environment/env-reveals'
import { SECRET_NAMES, secretFiles } from './environment/env-secrets'
import { checkServices, SERVICES } from './environment/env-services'
import { SIGN_IN } from './environment/env-sign-in'
import { checkSso, SSO } from './environment/env-sso'
import { EnvironmentError } from './environment/environment-error'
import { isLoopbackHost } from './network/loopback-host'

/** Lists the settings as docs/configuration.md does. */
export const SETTINGS = {
  'The portal': PORTAL,
  'Who runs it': OPERATOR,
  'Database, keys and backups': STORED,
  'Text messages and e-mail': MESSAGING,
  'Documents, reading and the audit log': SERVICES,
  'Signing in by telephone': SIGN_IN,
  'Single sign-on of staff': SSO,
  'What staff may see': REVEALS,
  'Consents that the platform attests': CONSENTS,
  'Figures for monitoring': METRICS,
} as const

const Environment = z
  .object({
    ...PORTAL,
    ...OPERATOR,
    ...STORED,
    ...MESSAGING,
    ...SERVICES,
    ...SIGN_IN,
    ...SSO,
    ...REVEALS,
    ...CONSENTS,
    ...METRICS,
  })
  .superRefine(checkMessaging)
  .superRefine(checkMetrics)
  .superRefine(checkServices)
  .superRefine(checkSso)
  .transform((given, context) => {
    const url = new URL(given.ZHUNXIN_URL ?? `http://localhost:${given.PORT}`)
    const dataFolder = isAbsolute(given.ZHUNXIN_DATA) ? given.ZHUNXIN_DATA : resolve(given.ZHUNXIN_DATA)
    const isLoopback = isLoopbackHost(given.HOST) && isLoopbackHost(url.hostname)
    const isDemo = given.ZHUNXIN_DEMO === '1'
    const sends = given.SMS_PROVIDER !== undefined || given.SMTP_URL !== undefined
    if (isDemo && (!isLoopback || sends)) {
      const message =
        'may be 1 only where HOST and ZHUNXIN_URL are this machine, and no SMS_PROVIDER or SMTP_URL is set'
      context.addIssue({ code: 'custom', path: ['ZHUNXIN_DEMO'], message })
    }
    const { DATABASE_OWNER_URL: owner = given.DATABASE_URL } = given
    if (new URL(owner).pathname !== new URL(given.DATABASE_URL).pathname) {
      const message = 'must name the database of DATABASE_URL'
      context.addIssue({ code: 'custom', path: ['DATABASE_OWNER_URL'], message })
    }
    return {
      ...given,
      ZHUNXIN_DATA: dataFolder,
      /** Decides links, cookies and origin checks; the Host header decides nothing. */
      ZHUNXIN_URL: url,
      isHttps: url.protocol === 'https:',
      /** It is reachable from this machine only, by what it binds and by what it calls itself. */
      isLoopback,
      isDemo,
    }
  })

export type Env = z.output<typeof Environment>

/** Names all settings, secrets included. */
export const VARIABLE_NAMES = [...Object.keys(Environment.in.shape), ...SECRET_NAMES]

/**
 * Reads an environment. An empty variable counts as not set.
 *
 * @throws EnvironmentError naming every variable that is wrong
 */
export function parseEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = Environment.safeParse(given)
  if (parsed.success) return parsed.data
  throw new EnvironmentError(
    parsed.error.issues.map(({ path, message }) => {
      const name = path.join('.')
      if (given[name] !== undefined) return `${name} ${message}`
      return message.startsWith('is needed') ? `${name} ${message}, and is not set` : `${name} is not set`
    }),
  )
}

let checked: Env | undefined

/**
 * Returns the parsed environment; everything but the start itself reads process.env through it. It is checked whole at
 * start, and lazily, so that a build needs no database.
 */
export function env(): Env {
  checked ??= parseEnv(process.env)
  return checked
}

/** Returns the files from which secrets were read. */
export const filesOfSecrets = (): string[] => secretFiles(process.env)

/** Known before the rest is checked, since what is wrong with the rest may have to be logged. */
export const logLevel = (): z.output<typeof LogLevel> => LogLevel.catch('info').parse(process.env.LOG_LEVEL || 'info')
