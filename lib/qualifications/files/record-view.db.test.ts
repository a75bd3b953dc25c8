import { expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { recordView } from './record-view'

async function aView() {
  const { id: qualificationId } = await aReadyDraft()
  const slot = { document: { kind: 'ID_PORTRAIT' as const, submission: { qualificationId } } }
  const { fileId } = await database().documentPage.findFirstOrThrow({ where: slot })
  const page = { fileId, variant: 'RENDITION', page: 0 } as const
  return { actor: await someStaff(), viewed: { ...page, qualificationId, revision: 1, kind: 'ID_PORTRAIT' as const } }
}
const viewsOf = async (id: string) => (await eventsAbout(id)).filter(({ action }) => action === 'document.viewed')

test('the picture is made while the event is written, and returned after it', async () => {
  const { actor, viewed } = await aView()
  const shown = recordView(actor, viewed, async (at) => {
    await vi.waitUntil(async () => (await viewsOf(viewed.qualificationId)).length === 1, PATIENCE)
    return at
  })
  expect(await shown).toBeInstanceOf(Date)
})

test('nothing is shown when the event can’t be written, even if the picture was made', async () => {
  const { actor, viewed } = await aView()
  const show = vi.fn(async () => 'a picture')
  const wrong = { ...viewed, revision: 1.5 }
  await expect(recordView(actor, wrong, show)).rejects.toThrow()
  expect(show).toHaveBeenCalledTimes(1)
  expect(await viewsOf(viewed.qualificationId)).toEqual([])
  expect(await recordView(actor, viewed, show)).toBe('a picture') // the row of the view was rolled back too
  expect(await viewsOf(viewed.qualificationId)).toHaveLength(1)
})

test('a picture that can’t be made is an error, and the view is recorded nevertheless', async () => {
  const { actor, viewed } = await aView()
  const failing = recordView(actor, viewed, () => Promise.reject(new Error('No child')))
  await expect(failing).rejects.toThrow('No child')
  expect(await viewsOf(viewed.qualificationId)).toHaveLength(1)
})
