import { expect, test } from 'vitest'
import { startSsoSignIn } from './provider'
import { ssoName, ssoRules } from './rules'

test('where it is off there is none', async () => {
  expect(ssoName()).toBeNull()
  expect(ssoRules).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }))
  await expect(startSsoSignIn({ isAgain: false })).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
