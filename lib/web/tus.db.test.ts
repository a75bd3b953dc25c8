import { expect, test } from 'vitest'
import { aDraft } from '@/tests/factories/qualifications'
import { answerTus } from './tus'

test('an upload that names no slot begins none', async () => {
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Length': '3', 'Upload-Metadata': `kind ${btoa('LICENCE')}` }
  const request = new Request('http://localhost:3000/api/tus', { method: 'POST', headers })
  const { applicant } = await aDraft()
  await expect(answerTus(applicant, request, undefined)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
