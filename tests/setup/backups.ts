import { type Portal, startCommand } from './portal'

type Command = Omit<Portal, 'url'>

export const startBackup = (env: Record<string, string>, folder: string, ...more: readonly string[]): Command =>
  startCommand('scripts/backup.mjs', env, [folder, ...more])

export const startRestore = (env: Record<string, string>, folder: string, ...more: readonly string[]): Command =>
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
