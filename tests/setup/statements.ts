import pg from 'pg'
import { vi } from 'vitest'

/**
 * Returns what some work sends to PostgreSQL, in order, with BEGIN and COMMIT, each on one line. Nothing else of the
 * process may use the database meanwhile.
 */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = []
  const { submit } = pg.Query.prototype
  const spy = vi.spyOn(pg.Query.prototype, 'submit').mockImplementation(function (this: pg.Query, connection) {
    statements.push((this as pg.Query & { text: string }).text.replace(/\s+/g, ' ').trim())
    return submit.call(this, connection)
  })
  try {
    await work()
  } finally {
    spy.mockRestore()
  }
  return statements
}
