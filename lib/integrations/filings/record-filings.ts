import 'server-only'
import type { ClientActor } from '@/lib/actor/actor'
import { DomainError } from '@/lib/core/errors'
import { setFiling } from '@/lib/filings/set-filing'
import { FILING_REFUSALS, type FilingAnswers, type FilingChanges } from './schemas'

type Answer = FilingAnswers['answers'][number]

/**
 * Records filings one after the other, each in a transaction of its own: one that is refused stops no other. Sent again
 * after it was cut off, what was recorded is answered as recorded, and changes nothing.
 */
export async function recordFilings(client: ClientActor, { filings }: FilingChanges): Promise<FilingAnswers> {
  const answers: Answer[] = []
  for (const filing of filings) {
    const { senderSignatureId, carrier } = filing
    const refused = await setFiling(client, filing).then(() => null, refusalOf)
    answers.push({ senderSignatureId, carrier, recorded: !refused, ...(refused ?? { code: null, problem: null }) })
  }
  return { answers }
}

/** @throws what is no refusal of this one filing */
function refusalOf(error: unknown): Pick<Answer, 'code' | 'problem'> {
  const code = error instanceof DomainError ? FILING_REFUSALS.find((one) => one === error.code) : undefined
  if (!code) throw error
  const { problem = null } = (error as DomainError).params
  return { code, problem: problem as Answer['problem'] }
}
