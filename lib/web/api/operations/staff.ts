import 'server-only'
import { recordFilings } from '@/lib/integrations/filings/record-filings'
import { FilingAnswers, FilingChanges } from '@/lib/integrations/filings/schemas'
import { QueueFigures } from '@/lib/integrations/queue/schemas'
import { readQueueFigures } from '@/lib/review/queue/read-queue-figures'
import { REVIEW_TARGET_SECONDS } from '@/lib/review/queue/target'
import { named, type Operation, operation } from '../operation'

const STAFF = { tag: 'Staff systems' } as const

export const STAFF_OPERATIONS: readonly Operation[] = [
  operation({
    ...STAFF,
    id: 'readQueueFigures',
    method: 'GET',
    path: '/queue/figures',
    scope: 'QUEUE_READ',
    summary: 'The queue of reviewers in numbers',
    description: 'A key of one account counts that account alone.',
    inputs: {},
    answers: { 200: { description: 'The numbers as of now.', schema: named('QueueFigures', QueueFigures) } },
    async handle(client) {
      const { at, oldest, individuals, organisations, usual, ...counts } = await readQueueFigures(client)
      const body: QueueFigures = {
        ...{ ...counts, asOf: at.toISOString(), oldestSince: oldest?.toISOString() ?? null },
        kinds: { INDIVIDUAL: individuals, ORGANISATION: organisations },
        targetSeconds: REVIEW_TARGET_SECONDS,
        usual: usual && {
          ...{ decided: usual.decided, medianSeconds: usual.medianSeconds, ninetiethSeconds: usual.mostSeconds },
        },
      }
      return { body }
    },
  }),
  operation({
    ...STAFF,
    id: 'recordFilings',
    method: 'PUT',
    path: '/filings/states',
    scope: 'FILINGS_WRITE',
    summary: 'Record what carriers answered, up to 500 filings at once',
    description:
      'Each is recorded or refused by itself. Sent again, what is recorded changes nothing. The limit counts filings; above it none is recorded.',
    counted: { by: 'filings', amountOf: ({ body }) => body.filings.length },
    inputs: { body: named('FilingChanges', FilingChanges) },
    answers: { 200: { description: 'What became of each.', schema: named('FilingAnswers', FilingAnswers) } },
    handle: async (client, { body }) => ({ body: await recordFilings(client, body) }),
  }),
]
