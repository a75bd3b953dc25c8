import { afterAll, beforeAll, test } from 'vitest'
import { reader, readPicture } from '@/lib/checks/read-picture'
import { processorTime } from '@/lib/imaging/decoder/processor-time'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { PAPERS, specimenOf } from '@/tests/factories/photographed/specimens'
import { figure, median, print, startPart, times } from './figures'
import { proportionalOf } from './uploads'

/** A paper is read so often, each time from another picture. */
const EACH = times(5)

beforeAll(bundleDecoder)
afterAll(() => {
  reader().close()
  print()
})

test('a picture of each paper, one after another', { timeout: 3_600_000 }, async () => {
  startPart('checks-reading')
  const took: number[] = []
  let most = 0
  const watch = setInterval(() => {
    const { pid } = reader()
    if (pid) most = Math.max(most, proportionalOf(pid))
  }, 200)
  for (const paper of PAPERS) {
    const pictures: Buffer[] = []
    for (let set = 0; set < EACH; set += 1) {
      pictures.push((await specimenOf(`bench ${set}`, 0, 'phone', null, [paper])).jpeg)
    }
    const read: { wall: number; processor: number | null }[] = []
    for (const jpeg of pictures) {
      const { before, pid } = processorNow()
      const started = performance.now()
      await readPicture(jpeg, 'owner')
      const wall = performance.now() - started
      const after = processorNow()
      took.push(wall)
      // A child that was replaced meanwhile has counted from nothing.
      read.push({ wall, processor: pid === after.pid ? after.before - before : null })
    }
    figure(`${paper}: a picture`, median(read.map(({ wall }) => wall)), 'ms')
    const processor = read.flatMap((one) => one.processor ?? [])
    if (processor.length > 0) figure(`${paper}: processor time`, median(processor), 'ms')
  }
  clearInterval(watch)
  figure('pictures a minute, one after another', (60_000 * took.length) / took.reduce((sum, one) => sum + one, 0), '')
  figure('most memory of the child', most, 'MB', { goal: 700, isMost: true })
})

function processorNow() {
  const { pid } = reader()
  return { pid, before: pid ? processorTime(pid) : 0 }
}
