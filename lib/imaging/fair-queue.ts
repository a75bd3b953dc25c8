import 'server-only'

/** What waits, in a line for each sender. The lines have turns: who sends much waits behind themselves. */
export class FairQueue<T> {
  /** In the order of their turns. */
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

  /** Takes the oldest of the sender whose turn it is; the next turn of that sender comes after all others. */
  next(): T | undefined {
    const [first] = this.#lines
    if (!first) return undefined
    const [sender, line] = first
    const item = line.shift()
    this.#size -= 1
    this.#lines.delete(sender)
    if (line.length > 0) this.#lines.set(sender, line)
    return item
  }

  /** Takes the newest of the longest line, if that line is longer than this sender's would be with one more. */
  giveWay(sender: string): T | undefined {
    const longest = [...this.#lines.values()].reduce<T[]>((most, line) => (line.length > most.length ? line : most), [])
    if (longest.length <= this.lengthOf(sender) + 1) return undefined
    this.#size -= 1
    return longest.pop()
  }
}
