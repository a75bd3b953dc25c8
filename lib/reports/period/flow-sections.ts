import { REVIEW_TARGET_SECONDS } from '@/lib/review/queue/target'
import type { Figures } from '../figures/read-figures'
import { ARRIVALS, arrived, DEPARTURES, departed, type Moved, type Movement } from '../figures/volumes'
import { AGES, type Waits } from '../figures/waiting'
import { type Column, counts, type Section, shareOf, type Value } from './section'
import { applicantCells, applicantColumns, byApplicant, SERIES_STYLES } from './series-styles'
import type { Words } from './words'

export function volumesSection({ volumes, waiting }: Figures, { say, number, shortDay }: Words): Section {
  const { before, days, kinds, total } = volumes
  const nameOf = (movement: Movement) => say(`movements.${movement}`)
  const series = (movements: readonly Movement[]) =>
    movements.map((movement) => ({
      name: nameOf(movement),
      ...SERIES_STYLES[movement],
      values: days.map((day) => day[movement]),
    }))
  const cells = (moved: Moved): Value[] => [
    arrived(moved),
    ...ARRIVALS.map((movement) => moved[movement]),
    departed(moved),
    ...DEPARTURES.map((movement) => moved[movement]),
  ]
  const columns = [say('columns.in'), ...ARRIVALS.map(nameOf), say('columns.out'), ...DEPARTURES.map(nameOf)]
  const values = { before, arrived: arrived(total), departed: departed(total), after: waiting.total }
  let waited = before
  return {
    key: 'volumes',
    title: say('sections.volumes.title'),
    lead: say('sections.volumes.lead', values),
    chart:
      arrived(total) + departed(total) > 0
        ? {
            kind: 'columns',
            categories: days.map(({ day }) => shortDay(day)),
            up: series(ARRIVALS),
            down: series(DEPARTURES),
            say: number,
          }
        : null,
    tables: [
      {
        caption: say('sections.volumes.kinds'),
        columns: [{ head: say('columns.applicant'), as: 'text' }, ...counts(columns)],
        rows: [
          [say('kinds.INDIVIDUAL'), ...cells(kinds.INDIVIDUAL)],
          [say('kinds.ORGANISATION'), ...cells(kinds.ORGANISATION)],
          [say('columns.total'), ...cells(total)],
        ],
      },
      {
        caption: say('sections.volumes.days'),
        columns: [{ head: say('columns.day'), as: 'text' }, ...counts([...columns, say('columns.after')])],
        rows: days.map(({ day, ...moved }) => {
          waited += arrived(moved) - departed(moved)
          return [day, ...cells(moved), waited]
        }),
      },
    ],
  }
}

export function waitingSection({ waiting, period, at }: Figures, words: Words): Section {
  const { say, time, number } = words
  const names = AGES.map(({ fromHours, toHours, isLate }) => {
    const span = say('ages.span', { from: fromHours, to: toHours ?? 0, end: toHours === null ? 'none' : 'some' })
    return isLate ? say('ages.late', { span }) : span
  })
  const when = time(period.isCurrent ? at : period.end)
  return {
    key: 'waiting',
    title: say(period.isCurrent ? 'sections.waiting.title' : 'sections.waiting.titleThen'),
    lead: say('sections.waiting.lead', { when, total: waiting.total, late: waiting.late }),
    chart:
      waiting.total > 0
        ? { kind: 'bars', categories: names, series: byApplicant(waiting.ages, words), say: number }
        : null,
    tables: [
      {
        caption: say('sections.waiting.table'),
        columns: applicantColumns(say('columns.waited'), words),
        rows: waiting.ages.map((age, index) => [names[index] ?? '', ...applicantCells(age)]),
      },
    ],
  }
}

const waitCells = ({ decided, median, p90, inTarget }: Waits): Value[] => [
  decided,
  median,
  p90,
  inTarget,
  shareOf(inTarget, decided),
]

export function timesSection({ waitingTimes: { total, kinds, days } }: Figures, words: Words): Section {
  const { say, duration, percent, shortDay } = words
  const columns: Column[] = [
    ...counts([say('columns.decided')]),
    { head: say('columns.median'), as: 'duration' },
    { head: say('columns.p90'), as: 'duration' },
    ...counts([say('columns.inTarget')]),
    { head: say('columns.inTargetShare'), as: 'share' },
  ]
  const { median, p90 } = total
  return {
    key: 'times',
    title: say('sections.times.title'),
    lead:
      median === null || p90 === null
        ? say('sections.times.none')
        : say('sections.times.lead', {
            decided: total.decided,
            median: duration(median),
            p90: duration(p90),
            share: percent(total.inTarget / total.decided),
            target: duration(REVIEW_TARGET_SECONDS),
          }),
    chart:
      median === null
        ? null
        : {
            kind: 'lines',
            categories: days.map(({ day }) => shortDay(day)),
            series: [
              {
                name: say('columns.median'),
                look: 'solid',
                tone: 'action',
                values: days.map((day) => inHours(day.median)),
              },
              {
                name: say('columns.p90'),
                look: 'outlined',
                tone: 'warning',
                values: days.map((day) => inHours(day.p90)),
              },
            ],
            limit: {
              name: say('sections.times.limit', { target: duration(REVIEW_TARGET_SECONDS) }),
              value: REVIEW_TARGET_SECONDS / 3_600,
            },
            say: (hours) => say('units.hours', { hours: words.number(hours) }),
          },
    tables: [
      {
        caption: say('sections.times.kinds'),
        columns: [{ head: say('columns.applicant'), as: 'text' }, ...columns],
        rows: [
          [say('kinds.INDIVIDUAL'), ...waitCells(kinds.INDIVIDUAL)],
          [say('kinds.ORGANISATION'), ...waitCells(kinds.ORGANISATION)],
          [say('columns.total'), ...waitCells(total)],
        ],
      },
      {
        caption: say('sections.times.days'),
        columns: [{ head: say('columns.day'), as: 'text' }, ...columns],
        rows: days.map(({ day, ...waits }) => [day, ...waitCells(waits)]),
      },
    ],
  }
}

const inHours = (seconds: number | null) => (seconds === null ? null : seconds / 3_600)
