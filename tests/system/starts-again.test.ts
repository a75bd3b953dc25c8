import { expect, test } from 'vitest'
import { killPostgres } from '@/tests/setup/embedded-portal'
import { pause } from '@/tests/setup/portal'
import { startsOfTest } from '@/tests/setup/starts'

const { start, aDataFolder } = startsOfTest()

test('a start that is stopped before it is ready leaves nothing that blocks the next', async () => {
  const dataFolder = aDataFolder()
  for (const delay of [100, 400, 900]) {
    const early = await start({ dataFolder, waitUntilReady: false })
    await pause(delay)
    await early.stop('SIGINT')
  }
  const portal = await start({ dataFolder })
  expect((await fetch(portal.url)).status).toBe(200)
})

test('kill -9 of the portal, and of PostgreSQL, hinders no next start', async () => {
  const dataFolder = aDataFolder()
  const first = await start({ dataFolder })
  await first.kill()
  const second = await start({ dataFolder })
  expect((await fetch(second.url)).status).toBe(200)

  killPostgres(dataFolder)
  await second.kill()
  const third = await start({ dataFolder })
  expect((await fetch(third.url)).status).toBe(200)
})
