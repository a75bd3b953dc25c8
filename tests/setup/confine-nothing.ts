import { vi } from 'vitest'

/**
 * Makes this process a portal that others reach, on a system where nothing confines a decoder: only Linux has what
 * does. Settings are read once, and so is what confines a decoder. Modules that read them before have to be loaded
 * again.
 *
 * @returns what undoes it
 */
export function confineNothing(): () => void {
  const system = Object.getOwnPropertyDescriptor(process, 'platform') ?? {}
  Object.defineProperty(process, 'platform', { ...system, value: 'freebsd' })
  vi.stubEnv('ZHUNXIN_URL', 'https://qualify.example.cn')
  vi.stubEnv('DECODE_WITHOUT_SANDBOX', '0')
  return () => {
    Object.defineProperty(process, 'platform', system)
    vi.unstubAllEnvs()
  }
}
