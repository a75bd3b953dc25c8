import { fieldCountsOf, fieldMissesOf } from './field-counts'
import { type Pair, type Score, scoresOf, shareOf, timesOf } from './score'

type Measurement = {
  /** Names the sources that were measured. */
  readonly commit: string
  /** Names the models, and the revision of the code that reads by them. */
  readonly engine: string
  readonly pairs: readonly Pair[]
  /** Names the pictures that were refused, and are counted nowhere. */
  readonly refused: readonly string[]
}

/**
 * Returns what is stored of a measurement: figures, and what was missed by the names of files and fields, never by a
 * value.
 */
export function resultsOf({ commit, engine, pairs, refused }: Measurement) {
  const count = (of: (pair: Pair) => string | null) => {
    const names = pairs.flatMap((pair) => of(pair) ?? [])
    return Object.fromEntries([...new Set(names)].map((name) => [name, names.filter((one) => one === name).length]))
  }
  const scores = scoresOf(pairs)
  return {
    name: 'checks',
    note: 'npm run checks:measure: good pictures by level, spoiled ones by what is wrong with them.',
    commit,
    engine,
    seeds: [...new Set(pairs.flatMap(({ truth }) => truth.seed ?? []))],
    levels: count(({ truth }) => (truth.spoiled === null ? truth.level : null)),
    spoiled: count(({ truth }) => truth.spoiled),
    refused,
    scores: scores.map(figureOf),
    fields: fieldCountsOf(pairs),
    missed: {
      fields: fieldMissesOf(pairs),
      pictures: scores
        .filter(({ measure }) => !FIELDS_APART.has(measure))
        .flatMap(({ set, measure, misses }) => misses.map((miss) => ({ set, measure, miss }))),
    },
    ms: timesOf(pairs),
  }
}

/** Measures that are of fields: what they missed is named once. */
const FIELDS_APART = new Set(['number', 'name', 'rare name', 'date', 'authority', 'address', 'type', 'QR'])

function figureOf(score: Score) {
  const { set, measure, right, of, goal } = score
  const percent = Math.round(shareOf(score) * 10) / 10
  return { set, measure, right, of, percent, goal, met: goal === null ? null : shareOf(score) >= goal }
}
