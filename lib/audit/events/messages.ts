import { code, count, event } from '../define'

export const MESSAGE_EVENTS = [
  /** A message is no longer tried automatically; `state` shows whether it may have arrived. */
  event('message.failed', 'MESSAGE', {
    channel: code('channel'),
    template: code('template'),
    state: code('messageState'),
    failure: code('deliveryFailure'),
    attempts: count,
  }),
  /** An administrator had a message sent again. */
  event('message.sent_again', 'MESSAGE', {
    channel: code('channel'),
    template: code('template'),
    state: code('messageState'),
  }),
] as const
