import 'server-only'

/**
 * Queues items in a line for each sender, and serves the lines in rotation: a sender with many items waits behind their
 * own.
 */
export class FairQueue<T> {
  /** Maps each sender to their line, in the order of rotation. */
  readonly #lines = new Map<string, T[]>()
  #size = 0

  get size(): number {
    return this.#size
  }

  lengthOf(sender: string): number {
    return this.#lines.get(sender)?.length ?? 0
  }

  add(sender: string, item: T): void {
    this.#size += 1
    const line = this.#lines.get(sender)
    if (line) line.push(item)
    else this.#lines.set(sender, [item])
  }

  /**
   * Returns the oldest item of the next sender, who then goes to the end of the rotation.
   *
   * @param mayBe leaves out senders, by their name and their oldest item; they keep their places
   */
  next(mayBe: (sender: string, oldest: T) => boolean = () => true): T | undefined {
    for (const [sender, line] of this.#lines) {
      if (!mayBe(sender, line[0] as T)) continue
      const item = line.shift()
      this.#size -= 1
      this.#lines.delete(sender)
      if (line.length > 0) this.#lines.set(sender, line)
      return item
    }
    return undefined
  }

  /** Takes the newest of the longest line, if that line is longer than this sender's would be with one more. */
  giveWay(sender: string): T | undefined {
    const longest = [...this.#lines.values()].reduce<T[]>((most, line) => (line.length > most.length ? line : most), [])
    if (longest.length <= this.lengthOf(sender) + 1) return undefined
    this.#size -= 1
    return longest.pop()
  }
}
