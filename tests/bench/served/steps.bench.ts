import { afterAll, beforeAll, test } from 'vitest'
import { figure, median, ROUNDS, times } from '../figures'
import {
  type Application,
  anApplicant,
  FORMS,
  formOf,
  openApplication,
  refreshDocuments,
  SLOTS,
  sendPhotographs,
  submit,
  untilReady,
} from './applications'
import { photographs } from './photographs'
import { benchedPortal } from './portal'
import { less, ProcessorWatch } from './processes'
import { atOnce } from './visitor'

const APPLICATIONS = times(40)

const portal = benchedPortal('steps')
let forms: Buffer[]
let processors: ProcessorWatch

beforeAll(async () => {
  forms = (await photographs()).map(formOf)
  processors = new ProcessorWatch(portal())
})
afterAll(() => processors?.stop())

type Step = (applications: readonly Application[]) => Promise<unknown>

const each =
  (take: (application: Application) => Promise<unknown>): Step =>
  (applications) =>
    atOnce(1, applications, take)

/** Lists the steps of an application, in their order. Each answer to a form contains the page that it leads to. */
const STEPS: Readonly<Record<string, Step>> = {
  start: each(async (application) => {
    application.id = await openApplication(application.visitor)
  }),
  ...Object.fromEntries(Object.entries(FORMS).map(([name, send]) => [name, each(send)])),
  async photographs(applications) {
    await each((application) => sendPhotographs(application, forms))(applications)
    for (const { id } of applications) await untilReady(id)
  },
  // A photograph that takes longer than half a second to be ready costs another one.
  'the page after each photograph': each(async (application) => {
    for (let count = 0; count < SLOTS.length; count++) await refreshDocuments(application)
  }),
  submit: each(async ({ visitor, id }) => {
    if (!(await submit(visitor, id))) throw new Error('Ready, and not to be submitted')
  }),
}

/**
 * Takes one step with all applications before the next one.
 *
 * @returns what each step used, in milliseconds an application
 */
async function round(count: number) {
  const visitors = await Promise.all(Array.from({ length: count }, () => anApplicant(portal())))
  const applications = visitors.map((visitor) => ({ visitor, id: '' }))
  const used = new Map<string, { portal: number; database: number }>()
  for (const [name, step] of Object.entries(STEPS)) {
    const before = processors.used()
    await step(applications)
    const { portal, PostgreSQL } = less(processors.used(), before)
    used.set(name, { portal: portal / count, database: PostgreSQL / count })
  }
  return used
}

test('what each step of an application costs the portal', async () => {
  await round(Math.min(10, APPLICATIONS)) // warm
  const rounds: Awaited<ReturnType<typeof round>>[] = []
  for (let done = 0; done < ROUNDS; done++) rounds.push(await round(APPLICATIONS))
  for (const name of Object.keys(STEPS)) {
    const of = (whose: 'portal' | 'database') => median(rounds.map((one) => one.get(name)?.[whose] ?? Number.NaN))
    figure(`${name}: the portal's process`, of('portal'), 'ms')
    figure(`${name}: PostgreSQL`, of('database'), 'ms')
  }
})
