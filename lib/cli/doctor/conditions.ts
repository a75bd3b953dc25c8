import 'server-only'
import type { ConditionKind } from '@/lib/db/generated/enums'
import { guideOf } from '@/lib/worker/conditions/condition'
import { lookAtConditions } from '@/lib/worker/conditions/look-at-conditions'
import { CONDITIONS } from '@/lib/worker/conditions/table'
import { wordsOf } from '@/lib/worker/conditions/words'
import { type Finding, ok, skipped, warning } from './finding'

/** Each has a check of its own here, which has more time or says more. */
const ELSEWHERE: readonly ConditionKind[] = ['DECODERS_NOT_ISOLATED', 'DATABASE_ROLE_TOO_STRONG']

/** What the portal's health knows of the installation: room on the disk, the last backup, jobs, messages, certificates and so on. */
export async function lookAtHealth(hasDatabase: boolean): Promise<Finding[]> {
  const looks = await lookAtConditions()
  return looks
    .filter(({ kind }) => !ELSEWHERE.includes(kind))
    .map(({ kind, finding }) => ({ check: kind, ...found(kind, finding, hasDatabase) }))
}

function found(
  kind: ConditionKind,
  finding: Awaited<ReturnType<typeof lookAtConditions>>[number]['finding'],
  hasDatabase: boolean,
) {
  const { watched, title, text, todo } = wordsOf(kind, 'en')
  if (CONDITIONS[kind].needsDatabase && !hasDatabase) return skipped('It needs the database.')
  if (!finding) return skipped('It could not be told in time.')
  if (!finding.holds) return ok(`${watched}: nothing to report.`)
  const details = Object.values(finding.details ?? {})
    .flat()
    .join(', ')
  return warning(`${title}${details ? ` (${details})` : ''}. ${text}`, `${todo} More is in ${guideOf(kind)}.`)
}
