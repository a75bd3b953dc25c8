import { code, count, event } from '../define'

export const MESSAGE_EVENTS = [
  /** It is not tried any more by itself; `state` tells whether it may have arrived. */
  event('message.failed', 'MESSAGE', { channel: code, template: code, state: code, failure: code, attempts: count }),
  /** An administrator had it tried once more. */
  event('message.sent_again', 'MESSAGE', { channel: code, template: code, state: code }),
] as const
