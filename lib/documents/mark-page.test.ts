import { afterEach, expect, test, vi } from 'vitest'
import { DomainError } from '@/lib/core/errors'
import { newId } from '@/lib/core/ids'
import * as watermarks from '@/lib/imaging/watermark'
import * as decoding from './decoding-here'
import { readMarkedPage } from './mark-page'

afterEach(() => vi.restoreAllMocks())

const page = { blobId: newId(), size: 3, name: '正面.jpg', key: Buffer.alloc(32), uploadedById: null }
const mark = {
  ...{ viewerId: newId(), name: '钱审核', at: new Date('2026-11-25T02:00:00Z') },
  ...{ caseId: newId(), reference: 'ZX-20261125-ABCDE7' },
}

test('a page is marked, unless a decoder could read the keyring', async () => {
  const marking = vi.spyOn(watermarks, 'watermark').mockResolvedValue(Buffer.from('marked'))
  const asking = vi.spyOn(decoding, 'requireMarking').mockResolvedValue(undefined)
  expect(await readMarkedPage(page, mark)).toMatchObject({ mediaType: 'image/jpeg', name: '正面.jpg', size: 6 })
  expect(marking.mock.calls.map(([, lines]) => lines)).toEqual([['钱审核', '2026-11-25 10:00:00', mark.reference]])

  asking.mockRejectedValue(new DomainError('VIEWS_CLOSED', 'Decoders could read the keyring'))
  await expect(readMarkedPage(page, mark)).rejects.toMatchObject({ code: 'VIEWS_CLOSED' })
  expect(marking).toHaveBeenCalledOnce()
})
