import { isAbsolute, resolve } from 'node:path'
import { z } from 'zod'
import { CONSENTS } from './environment/env-consents'
import { checkMessaging, MESSAGING } from './environment/env-messaging'
import { checkMetrics, METRICS } from './environment/env-metrics'
import { OPERATOR } from './environment/env-operator'
import { REVEALS } from './environment/env-reveals'
import { SECRET_NAMES, secretFiles } from './environment/env-secrets'
import { checkServices, SERVICES } from './environment/env-services'
import { SIGN_IN } from './environment/env-sign-in'
import { checkSso, SSO } from './environment/env-sso'
import { EnvironmentError } from './environment/environment-error'
import { isLoopbackHost } from './network/loopback-host'
import { parseAddressSet } from './network/network-address'

const LogLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])

const NO_PROXIES =
  'must be addresses or networks, such as 127.0.0.1 or 10.0.0.0/8 or fd00::/8, separated by commas; never all addresses'

const postgresUrl = () => z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' })

const Environment = z
  .object({
    NODE_ENV: z.enum(['development', 'test', 'production']).default('production'),
    /**
     * Gives the application's login, at PostgreSQL 15 or later. `npm start` fills it in when it starts the embedded
     * one.
     */
    DATABASE_URL: postgresUrl(),
    /**
     * Names the login that owns the tables: it migrates, backs up and rewrites. Without it, the application's does so.
     */
    DATABASE_OWNER_URL: postgresUrl().optional(),
    /** Limits connections of one pool of the application's login: see docs/database.md for how many a node needs. */
    DATABASE_POOL: z.coerce.number({ error: 'must be a number' }).int().min(2).max(500).default(10),
    /** Names the folder of pg_dump and pg_restore for a database of one's own; without it they are searched for. */
    ZHUNXIN_PG_BIN: z.string().min(1).optional(),
    ZHUNXIN_DATA: z.string().min(1).default('./data'),
    HOST: z.string().min(1).default('127.0.0.1'),
    PORT: z.coerce.number({ error: 'must be a number' }).int().min(1).max(65_535).default(3000),
    ZHUNXIN_URL: z
      .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
      .refine((url) => !URL.canParse(url) || new URL(url).pathname === '/', 'must have no path')
      .optional(),
    /** Requires two administrators to grant ADMIN and AUDITOR, and for long unmasked lists, if there are two. */
    SECOND_ADMINISTRATOR: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('1'),
    /** Lists the proxies whose word counts on where a request came from. */
    TRUSTED_PROXIES: z
      .string()
      .default('')
      .transform(parseAddressSet)
      .pipe(z.custom<NonNullable<ReturnType<typeof parseAddressSet>>>((set) => set !== null, NO_PROXIES)),
    /** Seconds for which a stopping portal still serves, so that balancers see that it is no longer ready. */
    DRAIN_SECONDS: z.coerce.number({ error: 'must be a number' }).int().min(0).max(15).default(0),
    /** Seconds for which a reviewer can undo a decision that they sent; with 0 it takes effect at once. */
    UNDO_SECONDS: z.coerce.number({ error: 'must be a number' }).int().min(0).max(60).default(10),
    /**
     * Holds the keyring itself, as JSON, or the path of a mounted secret; otherwise it is keyring.json in the data
     * folder.
     */
    ZHUNXIN_KEYRING: z.string().min(1).optional(),
    /** Days after which a new keyring key wraps, if the portal can write the keyring. */
    KEY_ROTATION_DAYS: z.coerce.number({ error: 'must be a number' }).int().min(1).max(3650).default(30),
    /** Days for which backups must be restorable: a retired keyring key is destroyed after that. */
    BACKUP_RETENTION_DAYS: z.coerce.number({ error: 'must be a number' }).int().min(0).max(3650).default(35),
    /** Days without a backup after which health warns and administrators are notified; 0 for never. */
    BACKUP_WARNING_DAYS: z.coerce.number({ error: 'must be a number' }).int().min(0).max(3650).default(2),
    ZHUNXIN_WORKER: z.enum(['portal', 'separate']).default('portal'),
    /** Names the platform as applicants and the commitment letter know it. */
    ZHUNXIN_PLATFORM: z.string().trim().min(1).max(60).optional(),
    /**
     * `npm run demo` sets it: there are invented people, whose passwords and codes are shown to anyone on this
     * machine.
     */
    ZHUNXIN_DEMO: z.enum(['0', '1'], { error: 'must be 0 or 1' }).default('0'),
    /** Names the build: `npm run build` takes it or makes it up, and the portal has it from the build. */
    ZHUNXIN_BUILD_ID: z.string().optional(),
    LOG_LEVEL: LogLevel.default('info'),
    ...CONSENTS,
    ...MESSAGING,
    ...METRICS,
    ...OPERATOR,
    ...REVEALS,
    ...SERVICES,
    ...SIGN_IN,
    ...SSO,
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
