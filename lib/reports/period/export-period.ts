import 'server-only'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { can, type PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { DomainError } from '@/lib/core/errors'
import { transaction } from '@/lib/db/client'
import { PeriodChoice } from '../figures/period'
import { readFigures } from '../figures/read-figures'
import { wordsIn } from './words'
import { writePaper } from './write-paper'
import { writeWorkbook } from './write-workbook'

/** Reads the parameters of the address. Invalid ones are ignored. */
export const PeriodExport = z.object({ period: PeriodChoice, format: z.enum(['PDF', 'XLSX']).catch('PDF') })
export type PeriodExport = z.output<typeof PeriodExport>

/** `name` has no ending. */
export type ExportedPeriod = { content: Readable; format: PeriodExport['format']; name: string }

/**
 * Returns the report of a period as a file. Its event is recorded before the first byte is sent.
 *
 * @param locale in which language
 * @throws DomainError FORBIDDEN
 */
export async function exportPeriod(
  actor: PersonActor,
  { period: choice, format }: PeriodExport,
  locale: string,
): Promise<ExportedPeriod> {
  if (!can(actor, 'report.export')) throw new DomainError('FORBIDDEN', 'May not take reports out')
  const [figures, words] = await Promise.all([readFigures(actor, choice), wordsIn(locale)])
  const { days, choice: chosen, isMonth } = figures.period
  const [from = '', to = ''] = [days[0], days.at(-1)]
  const content = format === 'PDF' ? Readable.from([await writePaper(figures, words)]) : writeWorkbook(figures, words)
  const event = { action: 'figures.exported', subjectId: null, data: { format, from, to } } as const
  await transaction((tx) => recordAudit(tx, actor, event, { using: 'report.export' }))
  return { content, format, name: `zhunxin-report-${isMonth ? chosen : `${from}-${to}`}` }
}
