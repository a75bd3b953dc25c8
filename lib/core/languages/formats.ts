import { HOME_ZONE } from '../clock'

/**
 * Gives one format to each kind of time, for every viewer; all are Beijing's. An exact moment is a moment with its
 * seconds, so that a log and a sentence about it say the same. Pages, e-mails, receipts, certificates and sentences of
 * the API have these formats (`writeTime`). Text messages, dossiers and exports write 2026-11-25 18:03:05: decision 125
 * says why.
 */
export const FORMATS = {
  dateTime: {
    moment: { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: HOME_ZONE },
    exact: { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23', timeZone: HOME_ZONE },
    day: { dateStyle: 'medium', timeZone: HOME_ZONE },
  },
} as const
