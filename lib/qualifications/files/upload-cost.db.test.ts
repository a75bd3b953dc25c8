import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decoderPool } from '@/lib/imaging/decoder/decoder-pool'
import { bundleDecoder } from '@/lib/imaging/testing/bundle-decoder'
import { plain } from '@/lib/imaging/testing/sample-images'
import { aDraft } from '@/tests/factories/qualifications'
import { countWork } from '@/tests/setup/count-work'
import { acceptDocument } from './accept-document'
import { examineNext } from './examination/examine-next'

beforeAll(bundleDecoder)
afterAll(() => decoderPool().close())

const picture = (width: number) => plain(width, 640).png().toBuffer()

async function upload({ applicant, id }: Awaited<ReturnType<typeof aDraft>>, width: number) {
  const slot = { qualificationId: id, kind: 'ID_PORTRAIT', senderSignatureId: null } as const
  await acceptDocument(applicant, { ...slot, fileName: 'a.png', source: Readable.from([await picture(width)]) })
}

test('a photograph costs so many statements and flushes until it is acknowledged, and until it is READY', async () => {
  const draft = await aDraft()
  await upload(await aDraft(), 800) // what the first in a process costs
  while (await examineNext());
  const acknowledged = await countWork(() => upload(draft, 801))
  const ready = await countWork(() => examineNext())
  expect(acknowledged).toEqual({ statements: 7, transactions: 1, fileFlushes: 1, folderFlushes: 1, decodes: 0 })
  expect(ready).toEqual({ statements: 6, transactions: 1, fileFlushes: 2, folderFlushes: 1, decodes: 1 })
})
