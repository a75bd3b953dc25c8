import 'server-only'
import {
  type FileLimits,
  type InspectedFile,
  inspectFile,
  type PageImages,
  type SentFile,
} from '@/lib/imaging/inspect-file'
import { scanForViruses } from '@/lib/imaging/scan/scan-for-viruses'

/**
 * Passes an upload, once its bytes are counted, through the virus scanner, where one is set, and then through the
 * decoders.
 *
 * @param onPage stores a page of what will be shown
 * @throws DomainError FILE_*, TRY_AGAIN; any error of reading it or of `onPage`
 */
export async function examineFile(
  file: SentFile,
  limits: FileLimits,
  onPage: (page: PageImages) => Promise<void>,
): Promise<InspectedFile> {
  await scanForViruses(file.open)
  return inspectFile(file, limits, onPage)
}
