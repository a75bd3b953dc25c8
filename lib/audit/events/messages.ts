export const MESSAGE_EVENTS = [] as const
