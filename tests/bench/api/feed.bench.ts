import { Agent, get } from 'node:http'
import { onTestFinished, test } from 'vitest'
import { database } from '@/lib/db/client'
import { anApiKey } from '@/tests/factories/api-keys'
import { anApprovedSender } from '@/tests/factories/senders'
import { figure, times } from '../figures'
import { benchedPortal } from '../served/portal'

const portal = benchedPortal('feed')
const FOLLOWERS = 100
const CHANGES = times(50)
const TO_WARM = 5
const GOAL_MS = 1_000

type Page = { changes: unknown[]; cursor: string }

/** Asks over a connection that stays open. */
function ask<T>(agent: Agent, secret: string, path: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${secret}` }
    const sent = get(`${portal().url}/api/v1/${path}`, { agent, headers }, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (piece: string) => {
        text += piece
      })
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve(JSON.parse(text) as T)
        else reject(new Error(`${path} answered ${answer.statusCode}`))
      })
    })
    sent.once('error', reject)
  })
}

const percentile = (values: readonly number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN

test('how late followers hear of a change', async () => {
  const { secret } = await anApiKey({ scopes: ['CHANGES_READ'] })
  const { id } = await anApprovedSender()
  const agent = new Agent({ keepAlive: true })
  const lags: number[] = []
  let changedAt = 0
  let isOver = false
  const { changes } = await ask<{ changes: string }>(agent, secret, 'senders')
  const heard = Array.from({ length: FOLLOWERS }, () => 0)
  const follow = async (n: number) => {
    for (let cursor = changes; !isOver; ) {
      const page: Page = await ask<Page>(agent, secret, `changes?after=${cursor}&wait=1`)
      cursor = page.cursor
      if (page.changes.length === 0) continue
      lags.push(performance.now() - changedAt)
      heard[n] = (heard[n] ?? 0) + 1
    }
  }
  const following = heard.map((_, n) => follow(n))
  onTestFinished(() => agent.destroy())
  for (let change = 1; change <= TO_WARM + CHANGES; change++) {
    // At any moment between two looks of the portal.
    await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 300))
    const status = change % 2 === 1 ? 'SUSPENDED' : 'APPROVED'
    changedAt = performance.now()
    await database().qualification.update({ where: { id }, data: { status } })
    while (heard.some((count) => count < change)) await new Promise((resolve) => setTimeout(resolve, 5))
    if (change === TO_WARM) lags.length = 0
  }
  isOver = true
  await Promise.all(following)
  const of = `feed, ${FOLLOWERS} followers, lag after a suspension`
  figure(`${of}, p50`, percentile(lags, 0.5), 'ms')
  figure(`${of}, p99`, percentile(lags, 0.99), 'ms', { goal: GOAL_MS, isMost: true })
})
