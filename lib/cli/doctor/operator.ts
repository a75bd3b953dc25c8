import 'server-only'
import { operatorGaps } from '@/lib/core/operator'
import { type Found, ok, warning } from './finding'

/** Checks that applicants can read who runs the portal, and whom to ask. */
export function checkOperator(): Found[] {
  const gaps = operatorGaps()
  if (gaps.length === 0) return [ok('Applicants can read who runs the portal and whom to ask.')]
  return gaps.map((gap) => warning(gap, 'Set it before others use the portal: README.md lists all settings.'))
}
