import { test } from 'vitest'
import { aColleague } from '@/tests/factories/people'
import { aSubmittedQualification } from '@/tests/factories/review'
import { alternately, figure, times } from '../figures'
import { fillQueueTo } from '../many-waiting'
import { requestPage } from '../requests'
import { cookieOf } from '../serving'
import { startBareNext } from './bare-next'
import { benchedPortal } from './portal'

const WAITING = 100_000
const REQUESTS = times(200)

const portal = benchedPortal('queue')

test('the queue page with 100,000 waiting', async () => {
  await aSubmittedQualification()
  await fillQueueTo(WAITING)
  const cookie = await cookieOf((await aColleague()).actor)
  const page = `${portal().url}/queue`
  const html = await (await fetch(page, { headers: { cookie } })).text()
  const rows = html.match(/<tr/g)?.length ?? 0
  if (rows < 50) throw new Error(`The queue shows ${rows} rows`)
  const bare = await startBareNext()
  const took = await alternately(
    () => requestPage(page, REQUESTS, cookie),
    () => requestPage(bare.url, REQUESTS),
  )
  await bare.stop()
  figure('queue page: share of a bare page', took.limit / took.ours, '', { goal: 0.6 })
  figure('queue page, 8 at once', REQUESTS / took.ours, 'requests/s', { baseline: REQUESTS / took.limit })
  figure('queue page: size', Buffer.byteLength(html) / 1024, 'KiB')
})
