import { expect, test } from 'vitest'
import { newId } from '@/lib/core/ids'
import { database } from '@/lib/db/client'
import { plain } from '@/lib/imaging/testing/sample-images'
import { aDraft } from '@/tests/factories/qualifications'
import { tusMetadata } from '@/tests/setup/http'
import { answerFiles, answerUpload } from './upload-routes'

const ID = newId()

test.each([
  ['starts at an address of its own', 'POST', [ID]],
  ['continues at none', 'PATCH', []],
  ['continues at what is no ID', 'PATCH', ['x']],
  ['continues below an ID', 'PATCH', [ID, 'x']],
])('an upload that %s is none', async (_, method, slug) => {
  const { applicant, id: qualificationId } = await aDraft()
  const headers = {
    'Tus-Resumable': '1.0.0',
    'Upload-Length': '3',
    'Upload-Metadata': tusMetadata({ qualificationId, kind: 'ID_PORTRAIT', filename: 'a.png' }),
  }
  const request = new Request('http://localhost:3000/api/tus', { method, headers })
  await expect(answerUpload(applicant, request, { slug })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await database().upload.count({ where: { qualificationId } })).toBe(0)
})

/** Sends a form with a picture, or without one. */
async function send(kind: string, hasFile: boolean) {
  const { applicant, id: qualificationId } = await aDraft()
  const form = new FormData()
  form.append('note', 'a field is no file')
  const bytes = await plain(800, 600).png().toBuffer()
  if (hasFile) form.append('file', new Blob([new Uint8Array(bytes)]), 'a.png')
  const url = `http://localhost:3000/api/qualifications/${qualificationId}/documents/${kind}`
  const answer = await answerFiles(applicant, new Request(url, { method: 'POST', body: form }), {
    ...{ qualificationId, kind },
  }).catch(({ code }: { code: string }) => code)
  const files = await database().storedFile.count({ where: { submission: { qualificationId } } })
  return { answer: answer instanceof Response ? answer.status : answer, files }
}

test('the files of a form come into the slot that its address names, if there is such a slot and a file', async () => {
  expect(await send('ID_PORTRAIT', true)).toEqual({ answer: 201, files: 1 })
  for (const hasFile of [true, false]) {
    expect(await send('NO_SUCH_KIND', hasFile)).toEqual({ answer: 'NOT_FOUND', files: 0 })
  }
  expect(await send('ID_PORTRAIT', false)).toEqual({ answer: 'FILE_EMPTY', files: 0 })
})
