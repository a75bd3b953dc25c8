import { ENDS_WITHIN } from '../figures/expiring'
import type { Figures } from '../figures/read-figures'
import { both } from '../figures/refusals'
import { counts, type Section, shareOf } from './section'
import { applicantCells, applicantColumns, byApplicant, SERIES_STYLES } from './series-styles'
import type { Words } from './words'

/** At most this many bars are drawn; the table has the rest. */
const MAX_BARS = 12

const OUTCOMES = ['APPROVED', 'CHANGES_REQUESTED', 'REJECTED'] as const

export function reasonsSection({ refusals: { total, reasons } }: Figures, words: Words): Section {
  const { say, number, reasonName } = words
  const given = reasons.reduce((sum, reason) => sum + both(reason), 0)
  const drawn = reasons.slice(0, MAX_BARS)
  return {
    key: 'reasons',
    title: say('sections.reasons.title'),
    lead: say('sections.reasons.lead', { total, given }),
    chart:
      drawn.length > 0
        ? {
            kind: 'bars',
            categories: drawn.map(({ code }) => reasonName(code)),
            series: byApplicant(drawn, words),
            say: number,
          }
        : null,
    tables: [
      {
        caption: say('sections.reasons.table'),
        columns: [...applicantColumns(say('columns.reason'), words), { head: say('columns.share'), as: 'share' }],
        rows: reasons.map((reason) => [
          reasonName(reason.code),
          ...applicantCells(reason),
          shareOf(both(reason), given),
        ]),
      },
    ],
  }
}

export function partsSection({ refusals: { total, applicants, parts } }: Figures, words: Words): Section {
  const { say, number, partName } = words
  const drawn = parts.slice(0, MAX_BARS)
  return {
    key: 'parts',
    title: say('sections.parts.title'),
    lead: say('sections.parts.lead', {
      total,
      individual: applicants.INDIVIDUAL,
      organisation: applicants.ORGANISATION,
    }),
    chart:
      drawn.length > 0
        ? { kind: 'bars', categories: drawn.map(partName), series: byApplicant(drawn, words), say: number }
        : null,
    tables: [
      {
        caption: say('sections.parts.table'),
        columns: [...applicantColumns(say('columns.part'), words), { head: say('columns.share'), as: 'share' }],
        rows: parts.map((part) => [partName(part), ...applicantCells(part), shareOf(both(part), total)]),
      },
    ],
  }
}

export function reviewersSection({ reviewers, names }: Figures, { say, number }: Words): Section {
  const nameOf = (id: string) => names.get(id) ?? say('someone')
  const busy = reviewers.filter(({ decided }) => decided > 0)
  const total = reviewers.reduce((sum, { decided }) => sum + decided, 0)
  const held = reviewers.reduce((sum, reviewer) => sum + reviewer.held, 0)
  return {
    key: 'reviewers',
    title: say('sections.reviewers.title'),
    lead: say('sections.reviewers.lead', { people: busy.length, total, held }),
    chart:
      busy.length > 0
        ? {
            kind: 'bars',
            categories: busy.map(({ id }) => nameOf(id)),
            series: OUTCOMES.map((outcome) => ({
              name: say(`movements.${outcome}`),
              ...SERIES_STYLES[outcome],
              values: busy.map((reviewer) => reviewer[outcome]),
            })),
            say: number,
          }
        : null,
    tables: [
      {
        caption: say('sections.reviewers.table'),
        columns: [
          { head: say('columns.reviewer'), as: 'text' },
          ...counts([
            say('columns.decided'),
            ...OUTCOMES.map((outcome) => say(`movements.${outcome}`)),
            say('columns.daysActive'),
          ]),
          { head: say('columns.perDay'), as: 'count' },
          { head: say('columns.handling'), as: 'duration' },
          ...counts([say('columns.held')]),
        ],
        rows: reviewers.map(({ id, decided, daysActive, medianSeconds, held, ...outcomes }) => [
          nameOf(id),
          decided,
          ...OUTCOMES.map((outcome) => outcomes[outcome]),
          daysActive,
          daysActive > 0 ? Math.round((decided / daysActive) * 10) / 10 : null,
          medianSeconds,
          held,
        ]),
      },
    ],
  }
}

export function expiringSection({ expiring }: Figures, words: Words): Section {
  const { say, number } = words
  const names = expiring.map(({ withinDays }, index) =>
    say('sections.expiring.within', { from: ENDS_WITHIN[index - 1] ?? 0, to: withinDays }),
  )
  const total = expiring.reduce((sum, ending) => sum + both(ending), 0)
  const renewing = expiring.reduce((sum, ending) => sum + ending.renewing, 0)
  return {
    key: 'expiring',
    title: say('sections.expiring.title'),
    lead: say('sections.expiring.lead', { total, renewing }),
    chart: total > 0 ? { kind: 'bars', categories: names, series: byApplicant(expiring, words), say: number } : null,
    tables: [
      {
        caption: say('sections.expiring.table'),
        columns: [...applicantColumns(say('columns.ends'), words), ...counts([say('columns.renewing')])],
        rows: expiring.map((ending, index) => [names[index] ?? '', ...applicantCells(ending), ending.renewing]),
      },
    ],
  }
}
