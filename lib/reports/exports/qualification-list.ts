import 'server-only'
import { Readable } from 'node:stream'
import { HOME_ZONE } from '@/lib/core/clock'
import { BYTE_ORDER_MARK, csvLines } from '../csv'
import { type XlsxCell, xlsxStream } from '../xlsx'
import type { List, ListRequest } from './list'
import { QUALIFICATION_COLUMNS } from './qualification-columns'
import { qualificationConditions, qualificationRows } from './qualification-rows'

const WIDTH = 22

/** The submitted qualifications in the order in which they were started, each as it was submitted last. */
export const qualificationList: List = {
  async count(reader, filters, until) {
    const [row] = await reader.$queryRaw<[{ count: number }]>`
      SELECT count(*)::int AS count FROM qualifications q WHERE ${qualificationConditions(filters, until)}`
    return row.count
  },

  async write(request) {
    const headings = QUALIFICATION_COLUMNS.map(({ header }) => request.say(header))
    if (request.format === 'CSV') return Readable.from(csv(request, headings), { objectMode: false })
    if (request.format === 'JSONL') return Readable.from(jsonl(request), { objectMode: false })
    const columns = headings.map((heading) => ({ heading, width: WIDTH }))
    return xlsxStream([{ name: request.say('reports.subjects.QUALIFICATIONS'), columns, batches: cells(request) }])
  },
}

async function* csv(request: ListRequest, headings: readonly string[]): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + csvLines([headings])
  for await (const batch of cells(request)) yield csvLines(batch.map((row) => row.map(text)))
}

async function* cells(request: ListRequest): AsyncGenerator<XlsxCell[][]> {
  for await (const batch of qualificationRows(request)) {
    yield batch.map((row) => QUALIFICATION_COLUMNS.map(({ cell }) => cell(row, request.say)))
  }
}

/** Yields each row as JSON: codes and UTC, the same in every language. */
async function* jsonl(request: ListRequest): AsyncGenerator<string> {
  for await (const batch of qualificationRows(request)) yield batch.map((row) => `${JSON.stringify(row)}\n`).join('')
}

// Sweden writes dates as ISO 8601 does.
const clock = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone: HOME_ZONE })

const text = (cell: XlsxCell): string => (cell instanceof Date ? clock.format(cell) : String(cell ?? ''))
