import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach } from 'vitest'
import { type Portal, startPortal } from './portal'

/**
 * Returns functions that start portals and make data folders. After each test of the file those are stopped and
 * removed.
 */
export function startsOfTest() {
  const running = new Set<Portal>()
  const folders = new Set<string>()

  afterEach(async () => {
    for (const portal of running) await portal.stop()
    running.clear()
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    folders.clear()
  })

  async function start(options: Parameters<typeof startPortal>[0]): Promise<Portal> {
    const portal = await startPortal(options)
    running.add(portal)
    return portal
  }

  /** Starts a portal that is expected to refuse: returns its exit code and its output. */
  async function refused(options: Parameters<typeof startPortal>[0]) {
    const portal = await start({ ...options, waitUntilReady: false })
    return { code: await portal.exited, said: portal.output() }
  }

  /** Returns a data folder that is not there yet. */
  function aDataFolder(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-start-'))
    folders.add(folder)
    return path.join(folder, 'data')
  }

  return { start, refused, aDataFolder }
}
