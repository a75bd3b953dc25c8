import 'server-only'
import { existsSync } from 'node:fs'
import { env } from '@/lib/core/env'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { type ConditionCheck, checkConditions } from '@/lib/worker/conditions/check-conditions'
import { guideOf } from '@/lib/worker/conditions/condition'
import { CONDITIONS } from '@/lib/worker/conditions/table'
import { wordsOf } from '@/lib/worker/conditions/words'
import { type DatabaseState, needs } from './database'
import { type Finding, type Found, failed, ok, reasonOf, skipped, warning } from './finding'

/** Lists the conditions with a check of their own here, which has more time or says more. */
const ELSEWHERE: readonly ConditionKind[] = ['DECODERS_NOT_ISOLATED', 'DATABASE_ROLE_TOO_STRONG']

/** Lists the conditions of the data folder. */
const OF_FOLDER: readonly ConditionKind[] = ['DISK_LOW', 'KEYRING_NOT_WRITABLE']

/**
 * Checks what the portal's health knows of the installation: room on the disk, the last backup, jobs, messages,
 * certificates and so on.
 */
export async function checkHealth(database: DatabaseState): Promise<Finding[]> {
  const checks = await checkConditions()
  return checks
    .filter(({ kind }) => !ELSEWHERE.includes(kind))
    .map((check) => ({ check: check.kind, ...found(check, database) }))
}

function found({ kind, finding, error }: ConditionCheck, database: DatabaseState): Found {
  const { watched, title, text, todo } = wordsOf(kind, 'en')
  if (CONDITIONS[kind].needsDatabase && database !== 'FILLED') return skipped(needs(database))
  if (OF_FOLDER.includes(kind) && !existsSync(env().ZHUNXIN_DATA))
    return skipped('It needs the data folder, which the first start makes.')
  if (error) return failed(`${watched}: it can't be looked at: ${reasonOf(error)}`, `More is in ${guideOf(kind)}.`)
  if (!finding) return skipped('No result in time.')
  if (!finding.holds) return ok(`${watched}: nothing to report.`)
  const details = Object.values(finding.details ?? {})
    .flat()
    .join(', ')
  return warning(`${title}${details ? ` (${details})` : ''}. ${text}`, `${todo} More is in ${guideOf(kind)}.`)
}
