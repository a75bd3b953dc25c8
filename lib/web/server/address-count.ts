import { networkOf } from '@/lib/core/network/network'
import { type AddressSet, isLoopbackAddress, plainAddress } from '@/lib/core/network/network-address'

/** Counts connections by address (IPv6: by /64), so that one party can't have them all. */
export class AddressCount {
  readonly #open = new Map<string, number>()

  /** @param proxies whose connections carry many people's requests, and are not counted */
  constructor(
    private readonly most: number,
    private readonly proxies: AddressSet,
  ) {}

  /** @returns what to call when the connection is closed; null when there are too many already */
  enter(address: string): (() => void) | null {
    const plain = plainAddress(address)
    if (!plain || isLoopbackAddress(plain) || this.proxies.has(plain)) return () => {}
    const network = networkOf(plain)
    const open = this.#open.get(network) ?? 0
    if (open >= this.most) return null
    this.#open.set(network, open + 1)
    return () => this.#leave(network)
  }

  #leave(network: string): void {
    const left = (this.#open.get(network) ?? 0) - 1
    if (left > 0) this.#open.set(network, left)
    else this.#open.delete(network)
  }
}
