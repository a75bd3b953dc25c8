import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, test } from 'vitest'
import { figure } from '../figures'
import { anApplicant, formOf, sendPhotograph, startApplication } from './applications'
import { photographs } from './photographs'
import { benchedPortal } from './portal'
import { memoryOf } from './processes'
import { atOnce } from './visitor'

const AT_ONCE = 16
const UPLOADS = 160
const LOOK_MS = 100
const REST_MS = 60_000

const portal = benchedPortal('memory')
let forms: Buffer[]

beforeAll(async () => {
  forms = (await photographs()).map(formOf)
})

const memory = () => {
  const of = memoryOf(portal().pid, portal().dataFolder)
  return { ...of, all: of.portal + of.decoders }
}

/** Sends photographs of 16 applicants, each one after another. */
async function uploads(): Promise<void> {
  const people = await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      const visitor = await anApplicant(portal())
      return { visitor, id: await startApplication(visitor) }
    }),
  )
  await atOnce(AT_ONCE, people, async ({ visitor, id }) => {
    for (let count = 0; count < UPLOADS / AT_ONCE; count++) {
      await sendPhotograph(visitor, id, 'ID_PORTRAIT', forms[count % forms.length] as Buffer)
    }
  })
}

test('memory of the portal and its decoders, without PostgreSQL', async () => {
  let most = memory()
  figure('PSS after the start', most.all, 'MB')
  const looking = setInterval(() => {
    const now = memory()
    if (now.all > most.all) most = now
  }, LOOK_MS)
  await uploads().finally(() => clearInterval(looking))
  figure(`PSS with ${AT_ONCE} uploads at once`, most.all, 'MB', { goal: 500, isMost: true })
  figure('– the portal', most.portal, 'MB')
  figure('– decoders', most.decoders, 'MB')
  await pause(REST_MS)
  const rest = memory()
  figure('PSS 60 s later', rest.all, 'MB', { goal: 250, isMost: true })
  figure('– the portal, 60 s later', rest.portal, 'MB')
  figure('– decoders, 60 s later', rest.decoders, 'MB')
})
