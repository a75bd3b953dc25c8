import type { FieldKey } from '@/lib/checks/reading'
import type { FieldOutcome } from './measured'
import type { Pair } from './score'

/** Counts how one field was read on the good pictures of a set. */
export type FieldCount = {
  readonly set: string
  readonly field: FieldKey
  readonly right: number
  readonly wrong: number
  readonly notRead: number
  /** Counts what would have been said or filled in though it is wrong: it is the worst that a reader does. */
  readonly sureAndWrong: number
}

/** Counts each field of each set. What was read of a spoiled picture is not counted: it is to be photographed again. */
export function fieldCountsOf(pairs: readonly Pair[]): FieldCount[] {
  const counts = new Map<string, FieldCount>()
  for (const { truth, measured } of pairs) {
    if (truth.spoiled !== null) continue
    for (const [field, outcome] of Object.entries(measured.fields) as [FieldKey, FieldOutcome][]) {
      const at = `${truth.level} ${field}`
      const before = counts.get(at) ?? { set: truth.level, field, right: 0, wrong: 0, notRead: 0, sureAndWrong: 0 }
      counts.set(at, counted(before, outcome))
    }
  }
  return [...counts.values()]
}

const counted = (before: FieldCount, { outcome, isSaid }: FieldOutcome): FieldCount => ({
  ...before,
  right: before.right + Number(outcome === 'right'),
  wrong: before.wrong + Number(outcome === 'wrong'),
  notRead: before.notRead + Number(outcome === 'not read'),
  sureAndWrong: before.sureAndWrong + Number(outcome === 'wrong' && isSaid),
})

/** Names each field that was missed on a good picture, and how. */
export type FieldMiss = { readonly file: string; readonly field: FieldKey; readonly how: string }

export const fieldMissesOf = (pairs: readonly Pair[]): FieldMiss[] =>
  pairs
    .filter(({ truth }) => truth.spoiled === null)
    .flatMap(({ truth: { file }, measured }) =>
      (Object.entries(measured.fields) as [FieldKey, FieldOutcome][])
        .filter(([, { outcome }]) => outcome !== 'right')
        .map(([field, { outcome, isSaid }]) => ({ file, field, how: isSaid ? 'sure and wrong' : outcome })),
    )

const WIDTHS = [12, 14, 8, 8, 10, 16] as const

/** Returns the lines of a table of the counts. */
export function fieldTableOf(counts: readonly FieldCount[]): string[] {
  const line = (cells: readonly (string | number)[]) =>
    cells
      .map((cell, i) => `${cell}`.padEnd(WIDTHS[i] ?? 0))
      .join('')
      .trimEnd()
  return [
    line(['set', 'field', 'right', 'wrong', 'not read', 'sure and wrong']),
    ...counts.map((one) => line([one.set, one.field, one.right, one.wrong, one.notRead, one.sureAndWrong])),
  ]
}
