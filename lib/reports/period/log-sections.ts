import type { AuditAction } from '@/lib/audit/events/all'
import { ACCESSES, type AccessFigures } from '../figures/access'
import type { ErasureFigures } from '../figures/erasures'
import { EXCEPTIONS, type Exceptional, type ExceptionFigures } from '../figures/exceptions'
import type { Figures } from '../figures/read-figures'
import { counts, type Section } from './section'
import type { Words } from './words'

export function erasuresSection({ taken, total, files, requests }: ErasureFigures, { say, number }: Words): Section {
  const names = taken.map(({ what }) => say(`erased.${what}`))
  const causes = [say('causes.RETENTION'), say('causes.REQUEST')] as const
  const requested = requests.reduce((sum, { count }) => sum + count, 0)
  return {
    key: 'erasures',
    title: say('sections.erasures.title'),
    lead: say('sections.erasures.lead', { total, files, asked: requested }),
    chart:
      total > 0
        ? {
            kind: 'bars',
            categories: names,
            series: [
              { name: causes[0], look: 'solid', tone: 'muted', values: taken.map(({ RETENTION }) => RETENTION) },
              { name: causes[1], look: 'hatched', tone: 'warning', values: taken.map(({ REQUEST }) => REQUEST) },
            ],
            say: number,
          }
        : null,
    tables: [
      {
        caption: say('sections.erasures.table'),
        columns: [
          { head: say('columns.erased'), as: 'text' },
          ...counts([say('columns.total'), ...causes, say('columns.files')]),
        ],
        rows: taken.map(({ RETENTION, REQUEST, files }, index) => [
          names[index] ?? '',
          RETENTION + REQUEST,
          RETENTION,
          REQUEST,
          files,
        ]),
      },
      {
        caption: say('sections.erasures.requests'),
        columns: [{ head: say('columns.request'), as: 'text' }, ...counts([say('columns.count')])],
        rows: requests.map(({ state, count }) => [say(`requests.${state}`), count]),
      },
    ],
  }
}

const ACCESS_NAMES = {
  'document.viewed': 'viewed',
  'document.exported': 'exported',
  'qualification.declared_shown': 'shown',
} as const
const ACCESS_STYLES = {
  'document.viewed': { look: 'solid', tone: 'action' },
  'document.exported': { look: 'lined', tone: 'danger' },
  'qualification.declared_shown': { look: 'hatched', tone: 'warning' },
} as const

export function accessSection({ total, days, people }: AccessFigures, { names }: Figures, words: Words): Section {
  const { say, number, shortDay } = words
  const heads = ACCESSES.map((access) => say(`accesses.${ACCESS_NAMES[access]}`))
  const sum = ACCESSES.reduce((all, access) => all + total[access], 0)
  return {
    key: 'access',
    title: say('sections.access.title'),
    lead: say('sections.access.lead', {
      viewed: total['document.viewed'],
      exported: total['document.exported'],
      shown: total['qualification.declared_shown'],
    }),
    chart:
      sum > 0
        ? {
            kind: 'columns',
            categories: days.map(({ day }) => shortDay(day)),
            up: ACCESSES.map((access, index) => ({
              name: heads[index] ?? '',
              ...ACCESS_STYLES[access],
              values: days.map((day) => day[access]),
            })),
            down: [],
            say: number,
          }
        : null,
    tables: [
      {
        caption: say('sections.access.people'),
        columns: [{ head: say('columns.person'), as: 'text' }, ...counts([...heads, say('columns.qualifications')])],
        rows: people.map(({ id, qualifications, ...counted }) => [
          names.get(id) ?? say('someone'),
          ...ACCESSES.map((access) => counted[access]),
          qualifications,
        ]),
      },
      {
        caption: say('sections.access.days'),
        columns: [{ head: say('columns.day'), as: 'text' }, ...counts(heads)],
        rows: days.map((day) => [day.day, ...ACCESSES.map((access) => day[access])]),
      },
    ],
  }
}

const EXCEPTION_STYLES = {
  overrides: { look: 'solid', tone: 'action' },
  refused: { look: 'hatched', tone: 'warning' },
  failures: { look: 'lined', tone: 'danger' },
} as const

export function exceptionsSection({ total, days, kinds }: ExceptionFigures, words: Words): Section {
  const { say, number, shortDay } = words
  const heads = EXCEPTIONS.map((exception) => say(`exceptions.${exception}`))
  const sum = EXCEPTIONS.reduce((all, exception) => all + total[exception], 0)
  return {
    key: 'exceptions',
    title: say('sections.exceptions.title'),
    lead: say('sections.exceptions.lead', total),
    chart:
      sum > 0
        ? {
            kind: 'columns',
            categories: days.map(({ day }) => shortDay(day)),
            up: EXCEPTIONS.map((exception, index) => ({
              name: heads[index] ?? '',
              ...EXCEPTION_STYLES[exception],
              values: days.map((day) => day[exception]),
            })),
            down: [],
            say: number,
          }
        : null,
    tables: [
      {
        caption: say('sections.exceptions.kinds'),
        columns: [
          { head: say('columns.exception'), as: 'text' },
          { head: say('columns.what'), as: 'text' },
          { head: say('columns.why'), as: 'text' },
          ...counts([say('columns.count')]),
        ],
        rows: kinds.map((kind) => [say(`exceptions.${kind.of}`), ...namesOf(kind, words), kind.count]),
      },
      {
        caption: say('sections.exceptions.days'),
        columns: [{ head: say('columns.day'), as: 'text' }, ...counts(heads)],
        rows: days.map((day) => [day.day, ...EXCEPTIONS.map((exception) => day[exception])]),
      },
    ],
  }
}

/** Returns what was done or tried, and why it was refused. Events and codes without a word are shown as they are. */
function namesOf({ of, what, why }: Exceptional, { sayCode, eventName }: Words): [string, string] {
  if (of === 'overrides') return [eventName(what as AuditAction), '']
  if (of === 'failures')
    return [what.includes('.') ? eventName(what as AuditAction) : sayCode('factors', what), sayCode('becauses', why)]
  return [what, sayCode('codes', why)]
}
