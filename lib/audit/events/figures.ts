import { code, event } from '../define'

export const FIGURES_EVENTS = [
  /** The report of a period was taken out: from one date to another, both with it. */
  event('figures.exported', null, { format: code('asItIs'), from: code('asItIs'), to: code('asItIs') }),
] as const
