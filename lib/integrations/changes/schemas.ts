import { z } from 'zod'
import { Carrier } from '@/lib/db/generated/enums'
import { PURPOSES } from '@/lib/review/queue/queue-choices'

// What is written here is the contract: requests are parsed by it, and the OpenAPI file is made of it.

/** The most accounts, or changes, of one page, and how many there are when nobody says. */
const MOST = 1_000
const USUAL = 100
/** Limits the seconds that a request waits for a change: less than proxies allow. */
const MOST_WAIT = 30

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'

/** Accepts a whole number of a query. */
const count = (from: number, to: number, usual: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, 'Not a whole number')
    .default(`${usual}`)
    .transform(Number)
    .pipe(z.int().min(from).max(to))

export const ChangesQuery = z.strictObject({
  after: z.uuid().toLowerCase().describe('The `cursor` of the last answer, or `changes` of the snapshot.'),
  limit: count(1, MOST, USUAL).describe(`How many changes to read, ${MOST} at most. Those of one account come as one.`),
  wait: count(0, MOST_WAIT, 0).describe(`Seconds to wait where there is no change, ${MOST_WAIT} at most.`),
})
export type ChangesQuery = z.output<typeof ChangesQuery>

export const SendersQuery = z.strictObject({
  cursor: z
    .string()
    .regex(new RegExp(`^${UUID}\\.${UUID}$`), 'Not a cursor')
    .optional()
    .describe('`next` of the last page. Without it the snapshot starts.'),
  limit: count(1, MOST, USUAL).describe(`How many accounts to read, ${MOST} at most.`),
})
export type SendersQuery = z.output<typeof SendersQuery>

const ListedAllowance = z.strictObject({
  carrier: z.enum(Carrier),
  uses: z.array(z.enum(PURPOSES)),
  from: z.iso.datetime().nullable().describe('From when it may send; null for at once.'),
  until: z.iso.datetime().describe('When time alone ends it.'),
  qualification: z.uuid(),
  extensionNumber: z.string().nullable(),
})

const AccountSenders = z.strictObject({
  account: z.uuid(),
  senders: z
    .array(
      z.strictObject({
        signature: z
          .string()
          .describe(
            'HMAC-SHA-256 in base64url of the account, a line feed and the signature; the key of it is the API key.',
          ),
        allowed: z.array(ListedAllowance).describe('What it may send: nothing else. Empty for nothing at all.'),
      }),
    )
    .describe('All of the account: it has no others.'),
})
export type AccountSenders = z.output<typeof AccountSenders>

export const Changes = z.strictObject({
  changes: z
    .array(AccountSenders)
    .describe('Accounts that changed, each as it is now, in the order of their last change.'),
  cursor: z.uuid().describe('Read on after it.'),
  more: z
    .boolean()
    .describe('Whether there may be more already: read on at once. Only without more a copy is current.'),
})
export type Changes = z.output<typeof Changes>

export const Senders = z.strictObject({
  accounts: z.array(AccountSenders).describe('Accounts with a qualification that was approved at some time.'),
  next: z.string().nullable().describe('The cursor of the next page; null on the last.'),
  changes: z.uuid().describe('The cursor to follow the changes from, once all pages are read: the same on each page.'),
})
export type Senders = z.output<typeof Senders>
