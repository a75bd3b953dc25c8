import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Gateway } from '@/examples/gateway/gateway'
import { DAY } from '@/lib/core/clock'
import { database } from '@/lib/db/client'
import { Carrier, FilingState } from '@/lib/db/generated/enums'
import { asOwner } from '@/lib/db/owner'
import { checkSenders } from '@/lib/integrations/gate/check-senders'
import type { SenderCheck } from '@/lib/integrations/gate/schemas'
import { PURPOSES } from '@/lib/review/queue/queue-choices'
import { anApiKey } from '@/tests/factories/api-keys'
import { anApplicant } from '@/tests/factories/review'
import { anApprovedSender } from '@/tests/factories/senders'
import { type ApiServer, startApi } from '@/tests/setup/api-server'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { pause } from '@/tests/setup/portal'

/** On random senders that change at random, the example gateway answers what the gate answers. */

const SIGNATURES = ['小明书屋', 'Acme书屋']
const { tries, seed, done } = heavy('gateway-equals-gate', { quick: 4, long: 500 })
const random = randomFrom(seed)
const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
const some = <T>(all: readonly T[]): T[] => all.filter(() => random() < 0.5)
/** A day from now, and never so near that it ends while the test runs. */
const aDay = () => new Date(Date.now() + one([-40, -3, 3, 40, 400]) * DAY)

let api: ApiServer
const stop = new AbortController()
beforeAll(async () => {
  api = await startApi()
  for (const table of ['sender_signatures', 'submissions']) {
    await asOwner((client) => client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_frozen`))
  }
})
afterAll(async () => {
  stop.abort()
  await api?.stop()
})

type Sender = Awaited<ReturnType<typeof anApprovedSender>>

/** Each changes something that the gate reads, to a random value. */
const CHANGES: ((sender: Sender) => Promise<unknown>)[] = [
  ({ id }) => set(id, { status: one(['APPROVED', 'APPROVED', 'SUSPENDED', 'REVOKED', 'EXPIRED']) }),
  ({ id }) => set(id, { status: 'APPROVED', validUntil: new Date(Date.now() + 400 * DAY) }),
  ({ id }) => set(id, { validUntil: aDay() }),
  ({ id }) => set(id, { decidedAt: aDay() }),
  ({ id }) => set(id, { purposes: some(PURPOSES) }),
  ({ id }) => set(id, { authorisedFrom: one([null, aDay()]), authorisedTo: one([null, aDay()]) }),
  ({ senderSignatureId: id }) => {
    return database().senderSignature.update({ where: { id }, data: { isOnBehalf: random() < 0.5 } })
  },
  ({ senderSignatureId }) => {
    const filing = { senderSignatureId_carrier: { senderSignatureId, carrier: one(Object.values(Carrier)) } }
    return database().filing.update({ where: filing, data: { state: one(Object.values(FilingState)) } })
  },
  ({ senderSignatureId }) => {
    const filing = { senderSignatureId_carrier: { senderSignatureId, carrier: one(Object.values(Carrier)) } }
    return database().filing.update({ where: filing, data: { state: 'EFFECTIVE' } })
  },
]

const set = (id: string, data: Parameters<ReturnType<typeof database>['qualification']['update']>[0]['data']) =>
  database().qualification.update({ where: { id }, data })

test('the gateway answers what the gate answers', { timeout: 60_000 + tries * 5_000 }, async () => {
  const owners = [await anApplicant(), await anApplicant(), await anApplicant()]
  const senders: Sender[] = []
  for (const applicant of [...owners, ...owners]) {
    senders.push(await anApprovedSender({ applicant, signatures: [one(SIGNATURES)], isAuthorised: random() < 0.5 }))
  }
  const { secret } = await anApiKey({ scopes: ['SENDERS_CHECK', 'CHANGES_READ'] })
  const gateway = new Gateway({ portal: api.url, key: secret, closesAfter: 1_000 })
  void gateway.follow(stop.signal)
  const checks = owners.flatMap(({ accountId: account }) =>
    SIGNATURES.flatMap((signature) =>
      Object.values(Carrier).flatMap((carrier) =>
        PURPOSES.map((use): SenderCheck => ({ account, signature, carrier, use })),
      ),
    ),
  )
  const hash = createHash('sha256').update(secret).digest()
  let allowed = 0
  for (let round = 0; round < tries; round++) {
    for (const change of [one(CHANGES), ...some(CHANGES)]) await change(one(senders))
    const changedAt = performance.now()
    while (performance.now() - gateway.age() < changedAt) await pause(20)
    const { answers = [] } = (await checkSenders(hash, checks)) ?? {}
    const expected = answers.map((answer) => answer.allowed)
    expect(
      checks.map((check) => gateway.allows(check) !== null),
      `round ${round}`,
    ).toEqual(expected)
    allowed += expected.filter(Boolean).length
  }
  expect(allowed).toBeGreaterThan(0)
  done(tries, { compared: tries * checks.length, allowed })
})
