import 'server-only'
import type { Reader } from '@/lib/db/client'
import { rulebookOf } from '@/lib/rulebook/registry'
import { RETAINED_OUTCOMES } from '@/lib/rulebook/retention'

/**
 * Returns how long each rulebook in use retains data, as JSON for SQL to join with `qualification_endings`: an array of
 * `{ version, outcome, documents_days, details_days }`, for `jsonb_to_recordset`.
 */
export async function retentionInUse(reader: Reader): Promise<string> {
  const versions = await reader.$queryRaw<{ version: string }[]>`
    SELECT DISTINCT rulebook_version AS version FROM submissions`
  const rows = versions.map(async ({ version }) => {
    const { retention } = await rulebookOf(version, reader)
    return RETAINED_OUTCOMES.map((outcome) => {
      const { documentsDays, detailsDays } = retention[outcome]
      return { version, outcome, documents_days: documentsDays, details_days: detailsDays }
    })
  })
  return JSON.stringify((await Promise.all(rows)).flat())
}
