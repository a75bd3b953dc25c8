import { expect, test, vi } from 'vitest'
import { startScheduler } from './scheduler'

const works = vi.hoisted(() => new Map<string, () => Promise<void>>())
vi.mock('pg-boss', () => ({
  default: class {
    on() {}
    async start() {}
    async work(name: string, _options: object, handler: () => Promise<void>) {
      works.set(name, handler)
    }
    async schedule() {}
  },
}))

test('a job that fails fails for its queue, too, which keeps nothing of what the error quotes', async () => {
  const run = async () => {
    throw Object.assign(new Error('value too long: 张三'), { meta: { value: '张三' } })
  }
  await startScheduler([{ name: 'messaging.purge', cron: '* * * * *', run }])
  const failure = await works
    .get('messaging.purge')?.()
    .catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(Error)
  const kept = [failure, ...Object.values(failure as object), (failure as Error).stack, (failure as Error).cause]
  expect(kept.map(String).join()).not.toContain('张三')
})
