import { z } from 'zod'
import { parseAddressSet } from '../network/network-address'

export const LogLevel = z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])

const NO_PROXIES =
  'must be addresses or networks, such as 127.0.0.1 or 10.0.0.0/8 or fd00::/8, separated by commas; never all addresses'

const days = () => z.coerce.number({ error: 'must be a number' }).int()
const postgresUrl = () => z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// address' })
const yesOrNo = () => z.enum(['0', '1'], { error: 'must be 0 or 1' })

/** Configures where the portal listens, and how it works. */
export const PORTAL = {
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('production')
    .describe('set by each command, by what it is for'),
  HOST: z.string().min(1).default('127.0.0.1').describe('the address at which the portal listens'),
  PORT: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(1)
    .max(65_535)
    .default(3000)
    .describe('the port at which it listens'),
  ZHUNXIN_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .refine((url) => !URL.canParse(url) || new URL(url).pathname === '/', 'must have no path')
    .optional()
    .meta({
      unset: '`http://localhost:PORT`',
      description: 'its address in links, cookies and origin checks; the Host header never decides these',
    }),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform(parseAddressSet)
    .pipe(z.custom<NonNullable<ReturnType<typeof parseAddressSet>>>((set) => set !== null, NO_PROXIES))
    .meta({
      unset: 'none',
      description: 'addresses and networks whose `X-Forwarded-For` counts: [deploy](deploy/README.md)',
    }),
  ZHUNXIN_DATA: z
    .string()
    .min(1)
    .default('./data')
    .describe('folder of keys, documents (encrypted) and the embedded database'),
  ZHUNXIN_WORKER: z
    .enum(['portal', 'separate'])
    .default('portal')
    .describe('`separate` when the worker is a process of its own, `npm run worker`'),
  ZHUNXIN_PLATFORM: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .optional()
    .meta({ unset: '本平台', description: 'your platform’s name in consents and messages' }),
  SECOND_ADMINISTRATOR: yesOrNo()
    .default('1')
    .describe(
      '`0` lets one administrator alone grant and remove Administrator and Auditor, and export long unmasked lists, where there are several; all are still notified: [sign-in](sign-in.md#two-administrators)',
    ),
  UNDO_SECONDS: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(0)
    .max(60)
    .default(10)
    .describe(
      'for how long a reviewer can undo a decision that they sent, at most 60; with `0` it takes effect at once',
    ),
  DRAIN_SECONDS: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(0)
    .max(15)
    .default(0)
    .describe(
      'how long a portal that is stopping still serves, so that balancers see that it is not ready: [several nodes](deploy/several-nodes.md)',
    ),
  LOG_LEVEL: LogLevel.default('info').describe('`fatal` … `debug`, `silent`'),
  ZHUNXIN_DEMO: yesOrNo()
    .default('0')
    .describe('set by `npm run demo`; refused wherever other machines reach the portal or messages are sent'),
  ZHUNXIN_BUILD_ID: z.string().optional().meta({
    unset: 'from the sources',
    description: 'the name of the build, for `npm run build`: [deploy](deploy/README.md#build-and-start)',
  }),
}

/** Configures the database, the keys and backups. */
export const STORED = {
  /** `npm start` fills it in when it starts the embedded one. */
  DATABASE_URL: postgresUrl().meta({
    unset: 'the embedded PostgreSQL',
    description: 'your own PostgreSQL, 15 or later: the login that reads and writes rows',
  }),
  DATABASE_OWNER_URL: postgresUrl().optional().meta({
    unset: 'the embedded one’s; otherwise `DATABASE_URL`',
    description:
      'the login of the same database that owns the tables: it migrates and backs up: [database](database.md)',
  }),
  DATABASE_POOL: z.coerce
    .number({ error: 'must be a number' })
    .int()
    .min(2)
    .max(500)
    .default(10)
    .describe(
      'the most connections that pages and jobs of a process share; a node has some more: [database](database.md#connections)',
    ),
  ZHUNXIN_PG_BIN: z.string().min(1).optional().meta({
    unset: 'searched for',
    description: 'where `pg_dump` and `pg_restore` of your own PostgreSQL are, for backups',
  }),
  ZHUNXIN_KEYRING: z.string().min(1).optional().meta({
    unset: '`keyring.json` in the data folder',
    description: 'the keyring as JSON, or the path of a mounted secret: [keys](keys.md)',
  }),
  KEY_ROTATION_DAYS: days()
    .min(1)
    .max(3650)
    .default(30)
    .describe('after how many days a new keyring key replaces the active one, where the portal can write its keyring'),
  BACKUP_RETENTION_DAYS: days()
    .min(0)
    .max(3650)
    .default(35)
    .describe(
      'for how many days backups can be restored: a replaced keyring key is destroyed after that. Set it to how long you store backups',
    ),
  BACKUP_WARNING_DAYS: days()
    .min(0)
    .max(3650)
    .default(2)
    .describe(
      'after how many days without a backup health warns and administrators are notified; `0` where backups are made by other means',
    ),
}
