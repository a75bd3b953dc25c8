import { code, count, event } from '../define'

export const MESSAGE_EVENTS = [
  /** A message is no longer tried automatically; `state` shows whether it may have arrived. */
  event('message.failed', 'MESSAGE', { channel: code, template: code, state: code, failure: code, attempts: count }),
  /** An administrator had a message sent again. */
  event('message.sent_again', 'MESSAGE', { channel: code, template: code, state: code }),
] as const
