/** A check is `skipped` if something that it needs is missing, which has a line of its own. */
export type Verdict = 'ok' | 'warning' | 'failed' | 'skipped'

/** Describes one line of the report. */
export type Finding = {
  check: string
  verdict: Verdict
  says: string
  /** Says what the operator does about it; with each warning and failure. */
  todo?: string
}

/** Gives the result of a check, without its name. */
export type Found = Omit<Finding, 'check'>

export const ok = (says: string): Found => ({ verdict: 'ok', says })
export const warning = (says: string, todo: string): Found => ({ verdict: 'warning', says, todo })
export const failed = (says: string, todo: string): Found => ({ verdict: 'failed', says, todo })
export const skipped = (says: string): Found => ({ verdict: 'skipped', says })

/**
 * Returns the sentence of an error for an operator: libraries leave the message empty for some errors of connecting,
 * and begin others with an empty line.
 */
export function reasonOf(error: unknown): string {
  const { message, code, name } = error as { message?: string; code?: unknown; name?: string }
  const line = message?.split('\n').find((one) => one.trim() !== '')
  return line?.trim() ?? String(code ?? name ?? error)
}
