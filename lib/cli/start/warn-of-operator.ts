import 'server-only'
import { env } from '@/lib/core/env'
import { addresseeOfNew, operatorGaps } from '@/lib/core/operator'
import { printLine } from './run-program'

/** Warns of what applicants can't read about the operator, and says where it is entered. A trial must start without it. */
export function warnOfOperator(): void {
  const gaps = operatorGaps()
  if (gaps.length === 0) return
  if (gaps.includes('NAME')) {
    const letters = addresseeOfNew() ? 'letters are specimens' : 'no letter is made'
    printLine(`!! Nobody entered the operator’s legal name: ${letters}.`)
  }
  if (gaps.includes('CONTACT')) printLine('!! Applicants can’t read whom to ask, or where to complain.')
  printLine(`!! An administrator enters it at ${new URL('/operator', env().ZHUNXIN_URL)}`)
}
