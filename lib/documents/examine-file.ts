import 'server-only'
import {
  type FileLimits,
  type InspectedFile,
  inspectFile,
  type PageImages,
  type SentFile,
} from '@/lib/imaging/inspect-file'
import { scanForViruses } from '@/lib/scanning/scan-for-viruses'

/**
 * What each upload passes, in this order, once its bytes are counted: the virus scanner, where one is set, and the
 * decoders.
 *
 * @param takePage keeps a page of what will be shown
 * @throws DomainError FILE_*, TRY_AGAIN; whatever reading it or `takePage` throws
 */
export async function examineFile(
  file: SentFile,
  limits: FileLimits,
  takePage: (page: PageImages) => Promise<void>,
): Promise<InspectedFile> {
  await scanForViruses(file.open)
  return inspectFile(file, limits, takePage)
}
