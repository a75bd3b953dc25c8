import 'server-only'
import type { QrPath } from '@/components/ui/qr-code'
import { offerTotp } from '@/lib/sign-in/factors/set-up-totp'
import type { StaffSession } from '@/lib/sign-in/factors/staff-session'
import { qrPath } from '../qr-path'

export type TotpOffer = QrPath & {
  /** Groups the characters by four, for typing where there is no camera. */
  secret: string
}

export async function readTotpOffer(session: StaffSession): Promise<TotpOffer> {
  const { secret, uri } = await offerTotp(session)
  return { secret: secret.replace(/(.{4})(?=.)/g, '$1 '), ...qrPath(uri) }
}
