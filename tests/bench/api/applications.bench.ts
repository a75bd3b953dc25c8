import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, test } from 'vitest'
import type { ApiScope } from '@/lib/db/generated/enums'
import { anApiKey } from '@/tests/factories/api-keys'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { IDENTITY, USE } from '@/tests/factories/qualifications'
import { figure, median, ROUNDS, times } from '../figures'
import { anApplicant, FORM_TYPE, formOf, SLOTS, sendApplication, timed, untilReady } from '../served/applications'
import { photographs } from '../served/photographs'
import { benchedPortal } from '../served/portal'
import { less, ProcessorWatch } from '../served/processes'
import { type Reply, send } from '../served/visitor'

const APPLICATIONS = times(20)
const SCOPES: ApiScope[] = ['QUALIFICATIONS_READ', 'QUALIFICATIONS_WRITE']

const portal = benchedPortal('applications by key')
let forms: Buffer[]
let processors: ProcessorWatch

beforeAll(async () => {
  forms = (await photographs()).map(formOf)
  processors = new ProcessorWatch(portal())
})
afterAll(() => processors?.stop())

type Sent = { method?: string; headers?: Record<string, string>; body?: unknown; form?: Buffer }

/** Acts as a system of the platform: it has a key, and counts its requests. */
class Client {
  requests = 0
  constructor(private readonly secret: string) {}

  async ask(path: string, { method = 'GET', headers = {}, body, form }: Sent = {}): Promise<Reply> {
    this.requests += 1
    const type = form ? FORM_TYPE : 'application/json'
    const content = form ?? (body === undefined ? undefined : Buffer.from(JSON.stringify(body)))
    const answer = await send(`${portal().url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.secret}`, ...(content ? { 'Content-Type': type } : {}), ...headers },
      ...(content ? { body: content } : {}),
    })
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`)
    return answer
  }

  post(path: string, sent: Sent = {}): Promise<Reply> {
    return this.ask(path, { method: 'POST', ...sent, headers: { 'Idempotency-Key': randomUUID() } })
  }
}

const tagIn = ({ headers }: Reply) => ({ 'If-Match': [headers.etag ?? ''].flat()[0] ?? '' })

/** Sends an application as docs/integrate.md says, until it is submitted. */
async function sendByKey(client: Client, account: string): Promise<void> {
  const { id } = JSON.parse((await client.post('/qualifications', { body: { account, kind: 'INDIVIDUAL' } })).text)
  const one = `/qualifications/${id}`
  const answered = await client.ask(`${one}/draft`, {
    ...{ method: 'PATCH', headers: tagIn(await client.ask(`${one}/draft`)) },
    body: { answers: { ...IDENTITY, ...USE } },
  })
  const signature = { source: 'OWN_NAME', text: IDENTITY['person.name'] }
  const sample = { text: '您订的《红楼梦》到店了，请于本周日前来取。退订回T' }
  await client.ask(`${one}/draft/signatures`, {
    ...{ method: 'PUT', headers: tagIn(answered) },
    body: { signatures: [signature], samples: [sample] },
  })
  for (const [index, kind] of SLOTS.entries()) {
    await client.post(`${one}/documents/${kind}`, { form: forms[index % forms.length] as Buffer })
  }
  await untilReady(id)
  const { revision, draftVersion, shown } = JSON.parse((await client.ask(`${one}/evaluations`)).text)
  await client.post(`${one}/submit`, { body: { revision, draftVersion, shown } })
}

type Round = { milliseconds: number; requests: number; portal: number; database: number }

async function round(prepare: () => Promise<() => Promise<number>>): Promise<Round> {
  const all = await Promise.all(Array.from({ length: APPLICATIONS }, prepare))
  const before = processors.used()
  const requests: number[] = []
  const took = await timed(async () => {
    for (const one of all) requests.push(await one())
  })
  const { portal: ofPortal, PostgreSQL } = less(processors.used(), before)
  return {
    milliseconds: took / APPLICATIONS,
    requests: median(requests),
    portal: ofPortal / APPLICATIONS,
    database: PostgreSQL / APPLICATIONS,
  }
}

/** Measures applications one after another, each by a person's browser. */
const byPages = () =>
  round(async () => {
    const visitor = await anApplicant(portal())
    return async () => {
      await (await sendApplication(visitor, forms)).ready
      return visitor.requests
    }
  })

/** Measures applications one after another, each by a key of its own: the requests of a key are limited. */
const byKeys = () =>
  round(async () => {
    const { accountId } = await aRegisteredApplicant()
    const client = new Client((await anApiKey({ scopes: SCOPES })).secret)
    return async () => {
      await sendByKey(client, accountId)
      return client.requests
    }
  })

test('a whole application with six photographs, by a key and by pages', async () => {
  const rounds: { key: Round; pages: Round }[] = []
  for (let done = 0; done <= ROUNDS; done++) rounds.push({ pages: await byPages(), key: await byKeys() })
  rounds.shift() // warm
  const of = (whose: 'key' | 'pages', name: keyof Round) => median(rounds.map((one) => one[whose][name]))
  const show = (metric: string, name: keyof Round, unit: string) =>
    figure(`an application by key: ${metric}`, of('key', name), unit, { baseline: of('pages', name) })
  const share = of('key', 'milliseconds') / of('pages', 'milliseconds')
  figure('an application by key: times that by pages', share, '×')
  show('until it is submitted', 'milliseconds', 'ms')
  show("the portal's process", 'portal', 'ms')
  show('PostgreSQL', 'database', 'ms')
  show('requests', 'requests', '')
})
