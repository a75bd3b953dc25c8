import { z } from 'zod'
import { count, event, id, instant } from '../define'

export const BACKUP_EVENTS = [
  /** A backup was made; `missing` counts the blobs that the store did not have. */
  event('backup.made', null, { backupId: id, missing: count, withKeys: z.boolean() }),
  /** All that was done after `takenAt` is undone; `erased`: keys that were shredded again. The rest was ended by it. */
  event(
    'backup.restored',
    null,
    {
      backupId: id,
      takenAt: instant,
      erased: count,
      sessions: count,
      codes: count,
      challenges: count,
      devices: count,
      invitations: count,
      memberInvitations: count,
      accessChanges: count,
      accessLinks: count,
      phones: count,
      handovers: count,
      noticeLinks: count,
      exports: count,
      decisions: count,
    },
    3,
  ),
] as const
