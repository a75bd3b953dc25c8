import 'server-only'
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { restoringFolder } from '@/lib/backup/restore-place'
import { type Found, failed, ok, reasonOf, warning } from './finding'

/**
 * The permissions that only the portal's account may have: keys and passwords are inside. A group may pass through the
 * folder itself.
 */
const OTHERS_IN_FOLDER = 0o067
const OTHERS_IN_FILE = 0o077
const SECRETS = /\.(json|key|password)$/

/** Checks who owns the data folder, who else may read it, and whether it can be written to. Nothing is written. */
export function checkFolder(folder: string): Found[] {
  if (!existsSync(folder)) return [warning(`The data folder ${folder} does not exist.`, 'The first start makes it.')]
  try {
    const found = [...half(folder), ...owner(folder), ...readers(folder)]
    return found.length > 0 ? found : [ok(`${folder} can be written to, and nobody else can read it.`)]
  } catch (error) {
    return [
      failed(`${folder} can't be looked at: ${reasonOf(error)}`, 'Run this as the account that the portal runs as.'),
    ]
  }
}

function half(folder: string): Found[] {
  if (!existsSync(restoringFolder(folder))) return []
  return [failed('A restore was started and is not finished.', 'Run the same `npm run restore` again.')]
}

function owner(folder: string): Found[] {
  const [me, { uid }] = [process.getuid?.(), statSync(folder)]
  if (me !== undefined && me !== 0 && uid !== me)
    return [
      failed(
        `${folder} is another account's (uid ${uid}).`,
        `Run the portal as that account, or: chown -R ${me} ${folder}`,
      ),
    ]
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
    return []
  } catch (error) {
    return [failed(`${folder} can't be written to: ${reasonOf(error)}`, `Mount it writable, or: chmod 700 ${folder}`)]
  }
}

function readers(folder: string): Found[] {
  if (process.platform === 'win32') return []
  const isOpen = (place: string, others: number) => (statSync(place).mode & others) !== 0
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && SECRETS.test(entry.name))
    .map(({ name }) => path.join(folder, name))
  return [
    ...(isOpen(folder, OTHERS_IN_FOLDER) ? [{ place: folder, mode: '700' }] : []),
    ...files.filter((file) => isOpen(file, OTHERS_IN_FILE)).map((place) => ({ place, mode: '600' })),
  ].map(({ place, mode }) => warning(`Other accounts of this machine can read ${place}.`, `chmod ${mode} ${place}`))
}
