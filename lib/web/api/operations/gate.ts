import 'server-only'
import { checkSenders } from '@/lib/integrations/gate/check-senders'
import { SenderAnswer, SenderAnswers, SenderCheck, SenderChecks } from '@/lib/integrations/gate/schemas'
import { type DispatchedRequest, named, type Operation } from '../operation'
import { readBody, readQuery, refuseQuery } from '../read-request'
import { ApiRefusal, type Fault } from '../refusals'

const GATE = {
  tag: 'Gate',
  path: '/senders/check',
  scope: 'SENDERS_CHECK',
  description: 'A refusal says nothing about a sender: then none may send.',
  codes: ['ACCOUNT_NOT_ALLOWED'],
} as const

/** Lists the operations of the gate. They run before each message: one statement of their own reads key and senders. */
export const GATE_OPERATIONS: readonly Operation[] = [
  {
    ...GATE,
    id: 'checkSender',
    method: 'GET',
    summary: 'Whether one sender may send now',
    inputs: { query: named('SenderCheck', SenderCheck) },
    answers: { 200: { description: 'The answer as of now.', schema: named('SenderAnswer', SenderAnswer) } },
    async answer(asked) {
      const read = async () => [readQuery(SenderCheck, asked.query)]
      const { answers, headers } = await check(asked, { read, placeOf: () => ({ parameter: 'account' }) })
      return { body: JSON.stringify(answers[0]), headers }
    },
  },
  {
    ...GATE,
    id: 'checkSenders',
    method: 'POST',
    summary: 'Whether each of up to 1,000 senders may send now',
    inputs: { body: named('SenderChecks', SenderChecks) },
    answers: {
      200: { description: 'The answers, all as of one moment.', schema: named('SenderAnswers', SenderAnswers) },
    },
    async answer(asked) {
      const read = async () => {
        refuseQuery(asked.query)
        return (await readBody(SenderChecks, asked.request)).checks
      }
      const placeOf = (n: number) => ({ pointer: `/checks/${n}/account` })
      const { answers, headers } = await check(asked, { read, placeOf })
      return { body: JSON.stringify({ answers }), headers }
    },
  },
]

type Given = {
  /** Reads the checks; a refusal of them is given after those of the key. */
  read: () => Promise<readonly SenderCheck[]>
  placeOf: (n: number) => Omit<Fault, 'detail'>
}

/** Answers about senders: key → limit → scope → question → account. */
async function check({ request, services }: DispatchedRequest, { read, placeOf }: Given) {
  const asked = await read().catch((error: unknown) => {
    if (error instanceof ApiRefusal) return error
    throw error
  })
  const checks = asked instanceof ApiRefusal ? [] : asked
  const { found, client, headers } = await services.admit(
    { request, scope: GATE.scope },
    { policy: 'checks', amount: Math.max(1, checks.length), find: (hash) => checkSenders(hash, checks) },
  )
  if (asked instanceof ApiRefusal) throw asked.with(headers)
  const foreign = asked.flatMap(({ account }, n) =>
    client.accountId === null || account === client.accountId
      ? []
      : [{ detail: 'Not of this key', ...placeOf(n) } as Fault],
  )
  if (foreign.length > 0) throw new ApiRefusal('ACCOUNT_NOT_ALLOWED', foreign, headers)
  return { answers: found.answers, headers }
}
