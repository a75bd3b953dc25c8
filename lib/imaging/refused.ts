import 'server-only'
import type { Refusal } from './decoder/decoder-protocol'

/** A decoder child throws this for the file's own fault; every other error of a decoder counts as BROKEN. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.kind)
    this.name = 'Refused'
  }
}
