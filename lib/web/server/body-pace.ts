export type PaceLimits = {
  /** Gives the observed time, in ms during which the portal waited for the sender. */
  windowMs: number
  /** Gives the fewest bytes that a window brings, unless the body ends in it. */
  windowBytes: number
  /** Limits how long the portal waits for a form as a whole, in ms. */
  formMs: number
}

type Look = {
  /** Counts the ms since the last check. */
  elapsed: number
  /** Counts the bytes that have come over the connection so far. */
  bytes: number
  /**
   * Says that the portal does not read now, since its disk or its decoders are busy: the sender can do nothing about
   * it.
   */
  isHeld: boolean
}

/** Judges whether a request's body comes fast enough. Only time in which the portal was ready to read counts. */
export class BodyPace {
  #inWindow = 0
  #inAll = 0

  /** @param bytes that had come over the connection when the body began */
  constructor(
    private readonly limits: PaceLimits,
    private readonly isForm: boolean,
    private bytes: number,
  ) {}

  isTooSlow({ elapsed, bytes, isHeld }: Look): boolean {
    if (isHeld) {
      this.#startWindow(bytes)
      return false
    }
    this.#inWindow += elapsed
    this.#inAll += elapsed
    if (this.isForm && this.#inAll > this.limits.formMs) return true
    if (this.#inWindow < this.limits.windowMs) return false
    if (bytes - this.bytes < this.limits.windowBytes) return true
    this.#startWindow(bytes)
    return false
  }

  #startWindow(bytes: number): void {
    this.#inWindow = 0
    this.bytes = bytes
  }
}
