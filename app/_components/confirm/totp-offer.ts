import 'server-only'
import { create } from 'qrcode'
import { offerTotp } from '@/lib/accounts/factors/set-up-totp'
import type { StaffSession } from '@/lib/accounts/factors/staff-session'

export type TotpOffer = {
  /** In fours, to be typed where no camera is. */
  secret: string
  /** The dark modules of the QR code, as an SVG path on a square of `size`. */
  path: string
  size: number
}

export async function readTotpOffer(session: StaffSession): Promise<TotpOffer> {
  const { secret, uri } = await offerTotp(session)
  const { size, data } = create(uri, { errorCorrectionLevel: 'M' }).modules
  const dark = Array.from(data.keys()).filter((at) => data[at])
  const path = dark.map((at) => `M${at % size} ${Math.floor(at / size)}h1v1h-1z`).join('')
  return { secret: secret.replace(/(.{4})(?=.)/g, '$1 '), path, size }
}
