import type { PreviousUpload, UrlStorage } from 'tus-js-client'

/**
 * Under this prefix the browser's storage remembers where a file was being sent, by what distinguishes it from others.
 * It has neither its name nor its bytes.
 */
const PREFIX = 'zhunxin.upload.'
/** The portal gives up what was not finished in a day. */
const DAY_MS = 86_400_000

/** `slot` as `slotOf` names it. */
type Remembered = { uploadUrl: string; at: number; slot?: string | undefined }

/**
 * Remembers uploads. Where the browser has no storage, it remembers nothing, and a file starts again after a reload.
 */
export const rememberedUploads: UrlStorage = {
  findAllUploads: async () => found(PREFIX),
  findUploadsByFingerprint: async (fingerprint) => found(PREFIX + fingerprint),
  async removeUpload(key) {
    quietly(() => localStorage.removeItem(key))
  },
  async addUpload(fingerprint, { uploadUrl, metadata }) {
    const { qualificationId = '', kind = '', signature = '' } = metadata
    const slot = slotOf({ qualificationId, kind, senderSignatureId: signature || null })
    const key = PREFIX + fingerprint
    quietly(() => {
      for (const old of keys()) if (!read(old)) localStorage.removeItem(old)
      if (uploadUrl) localStorage.setItem(key, JSON.stringify({ uploadUrl, slot, at: Date.now() } satisfies Remembered))
    })
    return key
  },
}

type Slot = { qualificationId: string; kind: string; senderSignatureId: string | null }

/** Returns one word for a slot. */
export const slotOf = ({ qualificationId, kind, senderSignatureId }: Slot): string =>
  [qualificationId, kind, senderSignatureId ?? ''].join()

/** Returns whether a file was being sent into a slot, as `slotOf` names it, when the page was left. */
export const isUnfinished = (slot: string): boolean =>
  quietly(() => keys().some((key) => read(key)?.slot === slot)) ?? false

/** Forgets what was being sent into a slot: another file is there now. */
export function forgetUnfinished(slot: Slot): void {
  quietly(() => {
    for (const key of keys()) if (read(key)?.slot === slotOf(slot)) localStorage.removeItem(key)
  })
}

const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))

function found(prefix: string): PreviousUpload[] {
  return (
    quietly(() =>
      keys()
        .filter((key) => key.startsWith(prefix))
        .flatMap((urlStorageKey) => {
          const remembered = read(urlStorageKey)
          if (!remembered) return []
          const { uploadUrl, at } = remembered
          const creationTime = new Date(at).toISOString()
          return [{ uploadUrl, urlStorageKey, creationTime, size: null, metadata: {}, parallelUploadUrls: null }]
        }),
    ) ?? []
  )
}

function read(key: string): Remembered | null {
  try {
    const { uploadUrl, at, slot } = JSON.parse(localStorage.getItem(key) ?? '')
    return typeof uploadUrl === 'string' && at > Date.now() - DAY_MS ? { uploadUrl, at, slot } : null
  } catch {
    return null
  }
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

const SAMPLE = 64 * 1024

/**
 * Returns what distinguishes a file that is sent into a slot from others: its size, its start and its end. Name and
 * date don't count, since phones make new ones each time it is chosen. It proves nothing, as `crypto.subtle` is missing
 * over plain http: a mix of two files would be broken, and refused.
 */
export async function fingerprintOf(file: Blob, slot: string): Promise<string> {
  const samples = [new Blob([slot, `${file.size}`]), file.slice(0, SAMPLE), file.slice(-SAMPLE)]
  const bytes = new Uint8Array(await new Blob(samples).arrayBuffer())
  return hash53(bytes).toString(36)
}

/** Returns cyrb53 of the bytes: 53 bits, for no secret. */
function hash53(bytes: Uint8Array): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (const byte of bytes) {
    high = Math.imul(high ^ byte, 2654435761)
    low = Math.imul(low ^ byte, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}
