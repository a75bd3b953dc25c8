import 'server-only'
import { operatorGaps } from '@/lib/core/operator'
import { printLine } from './run-program'

/** Warns of what applicants can't read about the operator. A trial must start without it. */
export function warnOfOperator(): void {
  for (const gap of operatorGaps()) printLine(`!! ${gap}`)
}
