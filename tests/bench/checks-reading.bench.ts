import { afterAll, beforeAll, test } from 'vitest'
import { reader, readPicture } from '@/lib/checks/read-picture'
import { processorTime } from '@/lib/imaging/decoder/processor-time'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { specimenOf } from '@/tests/factories/photographed/specimens'
import { figure, median, print, startPart, times } from './figures'
import { proportionalOf } from './uploads'

/** A phone's pictures of each kind; a set of twenty has them at these places. */
const KINDS = { portrait: 0, emblem: 7, licence: 11, 'in hand': 14, passport: 17, letter: 18, 'no document': 19 }

/** A kind is read so often, each time from another picture. */
const EACH = times(5)

beforeAll(bundleDecoder)
afterAll(() => {
  reader().close()
  print()
})

test('a picture of each kind, one after another', { timeout: 3_600_000 }, async () => {
  startPart('checks-reading')
  const took: number[] = []
  let most = 0
  const watch = setInterval(() => {
    const { pid } = reader()
    if (pid) most = Math.max(most, proportionalOf(pid))
  }, 200)
  for (const [kind, place] of Object.entries(KINDS)) {
    const pictures: Buffer[] = []
    for (let set = 0; set < EACH; set += 1) pictures.push((await specimenOf(`bench ${set}`, place, 'phone', null)).jpeg)
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
    figure(`${kind}: a picture`, median(read.map(({ wall }) => wall)), 'ms')
    const processor = read.flatMap((one) => one.processor ?? [])
    if (processor.length > 0) figure(`${kind}: processor time`, median(processor), 'ms')
  }
  clearInterval(watch)
  figure('pictures a minute, one after another', (60_000 * took.length) / took.reduce((sum, one) => sum + one, 0), '')
  figure('most memory of the child', most, 'MB')
})

function processorNow() {
  const { pid } = reader()
  return { pid, before: pid ? processorTime(pid) : 0 }
}
