import 'server-only'
import type { Refusal } from './decoder-protocol'

/** Thrown in a decoder child, for the file's own fault; whatever else a decoder throws counts as BROKEN. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.kind)
    this.name = 'Refused'
  }
}
