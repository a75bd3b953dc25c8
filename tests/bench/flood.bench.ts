import { test } from 'vitest'
import { figure, median } from './figures'
import { aPhotograph, aViewedPhotograph, p95, servedPortal, timedViews } from './serving'
import { anUploader } from './uploads'

const AT_ONCE = 40
const VIEWS = 40
const UPLOADS = 8

const portal = servedPortal()

/**
 * Uploads photographs from one account, `AT_ONCE` at a time, while `work` runs. Returns the answers a second by their
 * status.
 */
async function flooding(photograph: Buffer, work: () => Promise<void>): Promise<Map<number, number>> {
  const upload = await anUploader(portal().url)
  const answers = new Map<number, number>()
  let isOver = false
  const lane = async () => {
    while (!isOver) {
      const { status } = await upload('ID_PORTRAIT', new File([new Uint8Array(photograph)], '人像面.jpg'))
      answers.set(status, (answers.get(status) ?? 0) + 1)
      // A program that is refused for a moment waits a little: otherwise this process would be measured.
      if (status === 503) await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  }
  const started = performance.now()
  const lanes = Array.from({ length: AT_ONCE }, lane)
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  await work()
  isOver = true
  await Promise.all(lanes)
  // How long it lasts depends on the work beside it, so counts of two runs can't be compared.
  const seconds = (performance.now() - started) / 1_000
  return new Map([...answers].map(([status, count]) => [status, count / seconds]))
}

/** Returns the seconds of each upload of an account that sends one after another, and how many were refused. */
async function timedUploads(photograph: Buffer): Promise<{ times: number[]; refused: number }> {
  const upload = await anUploader(portal().url)
  const times: number[] = []
  let refused = 0
  for (let count = 0; count < UPLOADS; count++) {
    const started = performance.now()
    const { status } = await upload('ID_PORTRAIT', new File([new Uint8Array(photograph)], '人像面.jpg'))
    if (status === 201) times.push(performance.now() - started)
    else refused += 1
  }
  return { times, refused }
}

test('one account floods the portal with photographs', { timeout: 900_000 }, async () => {
  const photograph = await aPhotograph()
  const { fileId, reviewer } = await aViewedPhotograph(photograph)
  const url = `${portal().url}/api/files/${fileId}/rendition`
  await timedViews(url, reviewer, 5) // warm
  await timedUploads(photograph)
  const quiet = { views: await timedViews(url, reviewer, VIEWS), uploads: await timedUploads(photograph) }
  let views: number[] = []
  let uploads = { times: [] as number[], refused: 0 }
  const answers = await flooding(photograph, async () => {
    views = await timedViews(url, reviewer, VIEWS)
    uploads = await timedUploads(photograph)
  })
  const goals = { goal: 1_000, isMost: true }
  figure('view, median', median(views), 'ms', { baseline: median(quiet.views), ...goals })
  figure('view, p95', p95(views), 'ms', { baseline: p95(quiet.views) })
  figure("another account's upload, median", median(uploads.times), 'ms', { baseline: median(quiet.uploads.times) })
  figure("another account's uploads that were turned away", uploads.refused, `of ${UPLOADS}`, { goal: 0, isMost: true })
  for (const [status, rate] of answers) figure(`the flood's uploads that were answered ${status}`, rate, 'a second')
})
