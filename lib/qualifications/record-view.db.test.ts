import { expect, test, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { eventsAbout } from '@/tests/factories/audit'
import { aReadyDraft } from '@/tests/factories/qualifications'
import { someStaff } from '@/tests/factories/review'
import { recordView } from './record-view'

async function aView() {
  const { id: qualificationId } = await aReadyDraft()
  const slot = { document: { kind: 'ID_PORTRAIT' as const, submission: { qualificationId } } }
  const { fileId } = await database().documentPage.findFirstOrThrow({ where: slot })
  const page = { fileId, variant: 'RENDITION', page: 0 } as const
  return { actor: await someStaff(), viewed: { ...page, qualificationId, revision: 1, kind: 'ID_PORTRAIT' as const } }
}
const viewsOf = async (id: string) => (await eventsAbout(id)).filter(({ action }) => action === 'document.viewed')

test('what is shown is made while the event is written, and comes after it', async () => {
  const { actor, viewed } = await aView()
  const shown = recordView(actor, viewed, async (at) => {
    await vi.waitUntil(async () => (await viewsOf(viewed.qualificationId)).length === 1, { timeout: 10_000 })
    return at
  })
  expect(await shown).toBeInstanceOf(Date)
})

test('without its event nothing is shown, though it was made', async () => {
  const { actor, viewed } = await aView()
  const show = vi.fn(async () => 'a picture')
  const wrong = { ...viewed, revision: 1.5 }
  await expect(recordView(actor, wrong, show)).rejects.toThrow()
  expect(show).toHaveBeenCalledTimes(1)
  expect(await viewsOf(viewed.qualificationId)).toEqual([])
  expect(await recordView(actor, viewed, show)).toBe('a picture') // the note of it went too
  expect(await viewsOf(viewed.qualificationId)).toHaveLength(1)
})

test('what could not be made is told, and was looked for all the same', async () => {
  const { actor, viewed } = await aView()
  const failing = recordView(actor, viewed, () => Promise.reject(new Error('No child')))
  await expect(failing).rejects.toThrow('No child')
  expect(await viewsOf(viewed.qualificationId)).toHaveLength(1)
})
