import { networkOf } from '@/lib/core/network'
import { type AddressSet, parseAddressSet, plainAddress } from '@/lib/core/network-address'

/** This machine's own programs, such as a proxy, a health check or the framework itself. */
const LOOPBACK = parseAddressSet('127.0.0.0/8 ::1')

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
    if (!plain || LOOPBACK?.has(plain) || this.proxies.has(plain)) return () => {}
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
