import 'server-only'
import { takeKeysLock } from '@/lib/keys/keys-lock'
import { type OnStop, StartRefusal } from '../start/run-program'

/** @throws StartRefusal while another program changes keys */
export async function lockKeys(url: string, onStop: OnStop): Promise<void> {
  const release = await takeKeysLock(url)
  if (!release) throw new StartRefusal('Keys are being rotated already, by another process.')
  onStop(release)
}
