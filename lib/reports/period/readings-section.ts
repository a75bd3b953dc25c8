import type { Figures } from '../figures/read-figures'
import type { ReadingAccuracy } from '../figures/readings'
import { counts, type Section, shareOf } from './section'
import { SERIES_STYLES } from './series-styles'
import type { Words } from './words'

/** At most this many bars are drawn; the table has the rest. */
const MAX_BARS = 12

/** Shows how often the reader of photographs was right. */
export function readingsSection({ readings }: Figures, { say, number, percent, partName }: Words): Section {
  const sum = (of: 'right' | 'wrong') => readings.reduce((total, one) => total + one[of], 0)
  const [right, wrong] = [sum('right'), sum('wrong')]
  const share = shareOf(right, right + wrong)
  const documentOf = ({ documentKind }: ReadingAccuracy) =>
    partName({ kind: 'DOCUMENT', documentKind, fieldGroup: null })
  const fieldOf = ({ field }: ReadingAccuracy) => say(`readFields.${field}`)
  const nameOf = (one: ReadingAccuracy) =>
    say('sections.readings.of', { document: documentOf(one), field: fieldOf(one) })
  const drawn = readings.slice(0, MAX_BARS)
  return {
    key: 'readings',
    title: say('sections.readings.title'),
    lead: say('sections.readings.lead', { total: right + wrong, right, share: share === null ? '–' : percent(share) }),
    chart:
      drawn.length > 0
        ? {
            kind: 'bars',
            categories: drawn.map(nameOf),
            series: [
              { name: say('columns.right'), ...SERIES_STYLES.APPROVED, values: drawn.map((one) => one.right) },
              { name: say('columns.wrong'), ...SERIES_STYLES.REJECTED, values: drawn.map((one) => one.wrong) },
            ],
            say: number,
          }
        : null,
    tables: [
      {
        caption: say('sections.readings.table'),
        columns: [
          { head: say('columns.document'), as: 'text' },
          { head: say('columns.field'), as: 'text' },
          { head: say('columns.engine'), as: 'text' },
          ...counts([say('columns.right'), say('columns.wrong')]),
          { head: say('columns.rightShare'), as: 'share' },
        ],
        rows: readings.map((one) => [
          documentOf(one),
          fieldOf(one),
          one.engine,
          one.right,
          one.wrong,
          shareOf(one.right, one.right + one.wrong),
        ]),
      },
    ],
  }
}
