import { rmSync } from 'node:fs'
import { expect } from 'vitest'
import { database } from '@/lib/db/client'
import { someEvents } from '@/tests/factories/audit-log'
import { type Portal, startCommand } from './portal'

type Environment = Record<string, string>

type Command = Omit<Portal, 'url'>

export const startBackup = (env: Environment, folder: string, ...more: readonly string[]): Command =>
  startCommand('scripts/backup.mjs', env, [folder, ...more])

export const startRestore = (env: Environment, folder: string, ...more: readonly string[]): Command =>
  startCommand('scripts/restore.mjs', env, [folder, ...more])

/** Waits for its end, which must be a success. */
export async function succeeded(command: Command): Promise<string> {
  const code = await command.exited
  if (code !== 0) throw new Error(`Ended with ${code}:\n${command.output()}`)
  return command.output()
}

/** Waits for its end, which must be a refusal in words. */
export async function refusal(command: Command): Promise<string> {
  const code = await command.exited
  if (code !== 1 || /^\s+at /m.test(command.output())) throw new Error(`Ended with ${code}:\n${command.output()}`)
  return command.output()
}

/** Records until it is stopped, while a worker gives the events their places in the log. */
function record() {
  let isOver = false
  const run = async () => {
    while (!isOver) await someEvents(10, 5)
  }
  const lanes = [run(), run()]
  return async () => {
    isOver = true
    await Promise.all(lanes)
  }
}

/**
 * Backs up under load, restores elsewhere, verifies the log there by its own file of checkpoints, and removes both.
 *
 * @returns what the verification says
 */
export async function restoreUnderLoad(from: Environment, backup: string, elsewhere: Environment): Promise<string> {
  const before = await database().auditCheckpoint.count()
  const stopRecording = record()
  await expect.poll(() => database().auditCheckpoint.count()).toBeGreaterThan(before)
  try {
    await succeeded(startBackup(from, backup))
  } finally {
    await stopRecording()
  }
  await succeeded(startRestore(elsewhere, backup))
  const verified = await succeeded(startCommand('scripts/audit-verify.mjs', elsewhere, []))
  for (const folder of [backup, elsewhere.ZHUNXIN_DATA ?? '']) rmSync(folder, { recursive: true })
  return verified
}
