import { type Ended, settleRestored } from '@/lib/backup/settle-restored'
import { newId } from '@/lib/core/ids'

/** Ends what a restore ends, as if this database had just been brought back from a backup. */
export const settle = (): Promise<readonly Ended[]> =>
  settleRestored(
    {
      id: newId(),
      takenAt: new Date().toISOString(),
      database: { kind: 'dump', major: 17 },
      missing: [],
      withKeys: false,
      keyringIds: [],
    } as unknown as Parameters<typeof settleRestored>[0],
    0,
  )

export const endedOf = (ended: readonly Ended[], kind: Ended['kind']): readonly string[] =>
  ended.find((one) => one.kind === kind)?.ids ?? []
