export const RULE_EVENTS = [] as const
