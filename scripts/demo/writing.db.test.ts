import { expect, test, vi } from 'vitest'
import * as drawing from '@/lib/documents/draw-pages'
import * as drafts from '@/lib/qualifications/draft/read-draft'
import { examineNext } from '@/lib/qualifications/files/examination/examine-next'
import { examineHere, picture, send, slotOf, tiny } from '@/lib/qualifications/files/examination/testing/received'
import { aDraft } from '@/tests/factories/qualifications'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { examineFiles } from './writing'

examineHere()

test('a file that another lane examines is waited for', async () => {
  const { applicant, id } = await aDraft()
  const { fileId } = await send(applicant, id, await picture())
  let goOn = () => {}
  const held = new Promise<void>((resolve) => {
    goOn = resolve
  })
  const { drawPages } = drawing
  const drawn = vi.spyOn(drawing, 'drawPages').mockImplementationOnce(async (...given) => {
    await held
    return drawPages(...given)
  })
  const examined = examineNext()
  await vi.waitUntil(() => drawn.mock.calls.length > 0, PATIENCE)
  const looks = vi.spyOn(drafts, 'readDraft')
  const waited = examineFiles(applicant, id).then(() => 'ended')
  const looked = vi.waitUntil(() => looks.mock.calls.length > 1 && 'looked again', PATIENCE)
  expect(await Promise.race([waited, looked])).toBe('looked again')
  goOn()
  await Promise.all([examined, waited])
  expect(await slotOf(applicant, id)).toEqual({ pages: [fileId], waiting: [], refused: [] })
})

test('a file that was refused is named', async () => {
  const { applicant, id } = await aDraft()
  await send(applicant, id, await tiny())
  await expect(examineFiles(applicant, id)).rejects.toThrow('Files were refused: ID_PORTRAIT FILE_LOW_RESOLUTION')
})
