import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { StartRefusal } from './run-program'

let dataFolder: string
beforeEach(() => {
  dataFolder = mkdtempSync(path.join(tmpdir(), 'zhunxin-half-'))
  vi.stubEnv('ZHUNXIN_DATA', dataFolder)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dataFolder, { recursive: true })
})

test('no program starts in a data folder whose restore was not finished', async () => {
  mkdirSync(path.join(dataFolder, 'restoring'))
  const { prepareInstallationDatabase } = await import('./prepare-installation')
  const [opened, hold] = [vi.fn(), vi.fn()]
  const refused = await prepareInstallationDatabase(opened, hold).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(StartRefusal)
  expect((refused as StartRefusal).message).toContain(`A restore into ${dataFolder} was started and is not finished`)
  for (const called of [opened, hold]) expect(called).not.toHaveBeenCalled()
})
