import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, test } from 'vitest'
import { database } from '@/lib/db/client'
import { figure, median, ROUNDS } from '../figures'
import { aViewedPhotograph } from '../serving'
import { anApplicant, askForPhotograph, formOf, sendPhotograph, startApplication, timed } from './applications'
import { photographs } from './photographs'
import { benchedPortal } from './portal'
import { Visitor } from './visitor'

const AT_ONCE = 40
const VIEWS = 10
const UPLOADS = 4

const portal = benchedPortal('interference')
let forms: Buffer[]
let view: () => Promise<number>
let upload: () => Promise<number>

beforeAll(async () => {
  const pictures = await photographs()
  forms = pictures.map(formOf)
  const { fileId, reviewer } = await aViewedPhotograph(pictures[0] as Buffer)
  const viewer = new Visitor(portal().url, reviewer)
  view = async () => {
    await database().$executeRaw`DELETE FROM document_views` // each is a view of its own
    return timed(() => viewer.ask(`/api/files/${fileId}/rendition`))
  }
  const other = await anApplicant(portal())
  const id = await startApplication(other)
  let count = 0
  upload = () => timed(() => sendPhotograph(other, id, 'ID_PORTRAIT', forms[count++ % forms.length] as Buffer))
  await measured() // warm
})

/** Views and uploads alternately, and returns the median milliseconds of each. */
async function measured(): Promise<{ views: number; uploads: number }> {
  const [views, uploads] = [[] as number[], [] as number[]]
  for (let count = 0; count < VIEWS; count++) {
    views.push(await view())
    if (count < UPLOADS) uploads.push(await upload())
  }
  return { views: median(views), uploads: median(uploads) }
}

/** Lets one applicant send 40 photographs at once, and another for each that was answered, while something is done. */
async function flooded<T>(work: () => Promise<T>): Promise<T> {
  const applicant = await anApplicant(portal())
  const id = await startApplication(applicant)
  let isOver = false
  const lane = async (_: unknown, number: number) => {
    for (let count = number; !isOver; count++) {
      const form = forms[count % forms.length] as Buffer
      const { status } = await askForPhotograph(applicant, id, 'ID_PORTRAIT', form)
      if (status >= 300) await pause(1_000) // as the page waits
    }
  }
  const lanes = Promise.all(Array.from({ length: AT_ONCE }, lane))
  await pause(2_000)
  try {
    return await work()
  } finally {
    isOver = true
    await lanes
  }
}

test('one applicant sends 40 photographs at once', async () => {
  const rounds: { quiet: Awaited<ReturnType<typeof measured>>; busy: Awaited<ReturnType<typeof measured>> }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const quiet = await measured()
    rounds.push({ quiet, busy: await flooded(measured) })
  }
  const names = { uploads: "another applicant's upload", views: "a reviewer's view" } as const
  for (const [kind, name] of Object.entries(names) as ['uploads' | 'views', string][]) {
    const [quiet, busy] = [median(rounds.map((one) => one.quiet[kind])), median(rounds.map((one) => one.busy[kind]))]
    figure(`${name}: times its time at rest`, busy / quiet, '×', { goal: 2, isMost: true })
    figure(name, busy, 'ms', { baseline: quiet })
  }
})
