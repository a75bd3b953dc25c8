import { afterAll, beforeAll, test } from 'vitest'
import { reader, readLetter } from '@/lib/checks/read-picture'
import { processorTime } from '@/lib/imaging/decoder/processor-time'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { signedPage } from '@/tests/factories/photographed/signed-letters'
import { figure, median, print, startPart, times } from './figures'
import { proportionalOf } from './uploads'

/** A level is read so often, each time another letter. */
const EACH = times(5)

beforeAll(bundleDecoder)
afterAll(() => {
  reader().close()
  print()
})

test('a page of a letter that comes back', { timeout: 3_600_000 }, async () => {
  startPart('letter-recognition')
  let most = 0
  const watch = setInterval(() => {
    const { pid } = reader()
    if (pid) most = Math.max(most, proportionalOf(pid))
  }, 200)
  for (const level of ['scan', 'phone', 'bad-phone'] as const) {
    const read: { wall: number; processor: number }[] = []
    // The first one loads the models.
    for (let index = -1; index < EACH; index += 1) {
      const { jpeg, issued } = await signedPage('bench', index + 1, level)
      const { pid } = reader()
      const [before, started] = [pid ? processorTime(pid) : 0, performance.now()]
      await readLetter(jpeg, 'owner', issued)
      const wall = performance.now() - started
      const now = reader().pid
      if (index >= 0 && pid && pid === now) read.push({ wall, processor: processorTime(pid) - before })
    }
    figure(`a page, ${level}`, median(read.map(({ wall }) => wall)), 'ms', { goal: 1_500, isMost: true })
    const processor = median(read.map((one) => one.processor))
    figure(`a page, ${level}: processor time`, processor, 'ms', { goal: 1_500, isMost: true })
  }
  clearInterval(watch)
  figure('most memory of the child', most, 'MB', { goal: 700, isMost: true })
})
