import 'server-only'
import { databaseTime } from './client'

/** Returns by how many milliseconds this machine's clock is ahead of the database's; negative where it is behind. */
export async function clockDifference(): Promise<number> {
  const before = Date.now()
  const there = await databaseTime()
  return (before + Date.now()) / 2 - there.getTime()
}
