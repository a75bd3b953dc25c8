import 'server-only'
import type { Readable } from 'node:stream'
import { type FileLimits, type InspectedFile, inspectFile } from '@/lib/imaging/inspect-file'
import { scanForViruses } from '@/lib/scanning/scan-for-viruses'

/**
 * What each upload passes, in this order, once its bytes are counted: the virus scanner, where one is set, and the
 * decoders.
 *
 * @param open gives the file's bytes, more than once
 * @throws DomainError FILE_*, TRY_AGAIN; whatever the streams throw
 */
export async function examineFile(open: () => Promise<Readable>, limits: FileLimits): Promise<InspectedFile> {
  await scanForViruses(open)
  return inspectFile(await open(), limits)
}
