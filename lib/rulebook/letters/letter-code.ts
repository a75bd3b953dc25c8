import { sign, verify } from 'node:crypto'
import { signerFrom } from '@/lib/audit-log/note'
import { LETTER_LAYOUT } from '@/lib/pdf/letter-layout'

/** Holds what the QR code of a page says: which letter, which page, which text. Nothing of it is personal. */
export type LetterCode = { letterId: string; page: number; pages: number; version: string }

export type LetterSigner = ReturnType<typeof letterSigner>

/** @param seed the private Ed25519 key, 32 bytes */
export const letterSigner = (seed: Uint8Array) => signerFrom('zhunxin/letters', 'ed25519', seed)

const PREFIX = `ZX${LETTER_LAYOUT.number}`

/** Returns the text of a page's QR code: its fields and the signature of all that is before it, separated by spaces. */
export function letterCode(code: LetterCode, { privateKey }: Pick<LetterSigner, 'privateKey'>): string {
  const id = Buffer.from(code.letterId.replaceAll('-', ''), 'hex').toString('base64url')
  const signed = `${PREFIX} ${id} ${code.page}/${code.pages} ${code.version}`
  return `${signed} ${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`
}

const CODE = new RegExp(
  `^(?<signed>${PREFIX} (?<id>[\\w-]{22}) (?<page>\\d{1,3})/(?<pages>\\d{1,3}) (?<version>\\S{1,80})) (?<signature>[\\w-]{86})$`,
)

/** Returns what a code says; null when it is no letter's, or this portal did not sign it. */
export function readLetterCode(text: string, { publicKey }: Pick<LetterSigner, 'publicKey'>): LetterCode | null {
  const { signed = '', id = '', page, pages, version = '', signature = '' } = CODE.exec(text)?.groups ?? {}
  const key = {
    key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') },
    format: 'jwk',
  } as const
  if (!signed || !verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64url'))) return null
  const hex = Buffer.from(id, 'base64url').toString('hex')
  const letterId = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return { letterId, page: Number(page), pages: Number(pages), version }
}
