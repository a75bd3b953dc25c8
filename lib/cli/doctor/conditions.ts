import 'server-only'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { checkConditions } from '@/lib/worker/conditions/check-conditions'
import { guideOf } from '@/lib/worker/conditions/condition'
import { CONDITIONS } from '@/lib/worker/conditions/table'
import { wordsOf } from '@/lib/worker/conditions/words'
import { type Finding, ok, skipped, warning } from './finding'

/** Each has a check of its own here, which has more time or says more. */
const ELSEWHERE: readonly ConditionKind[] = ['DECODERS_NOT_ISOLATED', 'DATABASE_ROLE_TOO_STRONG']

/**
 * Checks what the portal's health knows of the installation: room on the disk, the last backup, jobs, messages,
 * certificates and so on.
 */
export async function checkHealth(hasDatabase: boolean): Promise<Finding[]> {
  const checks = await checkConditions()
  return checks
    .filter(({ kind }) => !ELSEWHERE.includes(kind))
    .map(({ kind, finding }) => ({ check: kind, ...found(kind, finding, hasDatabase) }))
}

function found(
  kind: ConditionKind,
  finding: Awaited<ReturnType<typeof checkConditions>>[number]['finding'],
  hasDatabase: boolean,
) {
  const { watched, title, text, todo } = wordsOf(kind, 'en')
  if (CONDITIONS[kind].needsDatabase && !hasDatabase) return skipped('It needs the database.')
  if (!finding) return skipped('No result in time.')
  if (!finding.holds) return ok(`${watched}: nothing to report.`)
  const details = Object.values(finding.details ?? {})
    .flat()
    .join(', ')
  return warning(`${title}${details ? ` (${details})` : ''}. ${text}`, `${todo} More is in ${guideOf(kind)}.`)
}
