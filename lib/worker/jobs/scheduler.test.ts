import { expect, test, vi } from 'vitest'
import { startScheduler } from './scheduler'

const works = vi.hoisted(() => new Map<string, (jobs: { id: string }[]) => Promise<void>>())
vi.mock('pg-boss', () => ({
  default: class {
    on() {}
    async start() {}
    async work(name: string, _options: object, handler: (jobs: { id: string }[]) => Promise<void>) {
      works.set(name, handler)
    }
    async schedule() {}
  },
}))

test('a job that fails fails for its queue, too, which stores nothing of what the error quotes', async () => {
  const run = async () => {
    throw Object.assign(new Error('value too long: 张三'), { meta: { value: '张三' } })
  }
  const heartbeat = { id: 'worker', hold: vi.fn(async () => {}), letGo: vi.fn(), stop: async () => {} }
  await startScheduler([{ name: 'messaging.purge', cron: '* * * * *', run }], heartbeat)
  const failure = await works
    .get('messaging.purge')?.([{ id: 'job' }])
    .catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Error)
  expect([heartbeat.hold, heartbeat.letGo].map((spy) => spy.mock.calls)).toEqual([[['job']], [['job']]])
  const kept = [failure, ...Object.values(failure as object), (failure as Error).stack, (failure as Error).cause]
  expect(kept.map(String).join()).not.toContain('张三')
})
