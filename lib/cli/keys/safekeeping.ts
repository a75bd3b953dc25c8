import 'server-only'
import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { env } from '@/lib/core/env'
import { isSystemError, publishFile, removeFile } from '@/lib/core/files/durable-file'
import { SealBrokenError } from '@/lib/crypto/aead'
import { keyringPath, keyringText } from '@/lib/crypto/keyring'
import { ExportInvalidError, openKeyringExport, sealKeyringExport } from '@/lib/crypto/keyring-export'
import { publishKeyringFile } from '@/lib/crypto/keyring-file'
import { parseKeyring, readKeyringText } from '@/lib/crypto/parse-keyring'
import { printLine, StartRefusal } from '../start/run-program'

/** Writes the keyring to a new file, under a passphrase. */
export async function exportKeyring(file: string, passphrase: string): Promise<void> {
  const text = keyringText()
  const { fingerprints } = parseKeyring(text)
  const content = await sealKeyringExport(text, [...fingerprints.keys()], passphrase)
  const path = resolve(file)
  await writeNew(path, content)
  printLine(`Wrote ${fingerprints.size} keys to ${path}: ${[...fingerprints.keys()].join(', ')}.`)
  printLine('Keep it apart from backups, and the passphrase apart from it. After a rotation with --new, make another.')
}

/** Makes the keyring of this installation out of an export; never over one that is there. */
export async function importKeyring(file: string, passphrase: string): Promise<void> {
  if (env().ZHUNXIN_KEYRING) throw new StartRefusal('ZHUNXIN_KEYRING gives the keyring: there is no file to write.')
  const text = await opened(file, passphrase)
  const { fingerprints } = parseKeyring(text)
  await publishKeyringFile(keyringPath(), readKeyringText(text))
  printLine(`Wrote ${fingerprints.size} keys to ${keyringPath()}: ${[...fingerprints.keys()].join(', ')}.`)
}

async function opened(file: string, passphrase: string): Promise<string> {
  try {
    return await openKeyringExport(await readFile(file, 'utf8'), passphrase)
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'EISDIR', 'EACCES'))
      throw new StartRefusal(`Can't read ${file} (${error.code}).`)
    if (error instanceof ExportInvalidError) throw new StartRefusal(`${file} is no export of a keyring.`)
    if (error instanceof SealBrokenError) throw new StartRefusal('Another passphrase, or the file was altered.')
    throw error
  }
}

/** Writes a file whole or not at all, readable by its owner alone, and never over another. */
async function writeNew(path: string, content: string): Promise<void> {
  const temporary = `${path}.${randomBytes(8).toString('hex')}.tmp`
  try {
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    if (!(await publishFile(temporary, path))) throw new StartRefusal(`${path} is there already. Nothing was written.`)
  } catch (error) {
    if (isSystemError(error, 'ENOENT', 'EACCES', 'EROFS', 'ENOTDIR')) {
      throw new StartRefusal(`Can't write ${path} (${error.code}).`)
    }
    throw error
  } finally {
    await removeFile(temporary)
  }
}
