import { readFileSync } from 'node:fs'
import type { Portal } from './portal'

/** Returns the link that makes the first administrator, from the file that the portal's output names. */
export async function firstLinkOf(portal: Portal): Promise<string> {
  const [, file = ''] = await portal.said(/ is in ([^"]+\/first-administrator-link)"/)
  return readFileSync(file, 'utf8').trim()
}
