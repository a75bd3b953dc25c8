import { expect, test } from 'vitest'
import { BackupRefusal } from '@/lib/backup/backup-format'
import { parseEnv } from '@/lib/core/env'
import { OperatorError } from '@/lib/core/errors'
import { InstallationIdError } from '@/lib/core/installation-id'
import { KeyringMissingError } from '@/lib/crypto/keyring'
import { KeyringExistsError } from '@/lib/crypto/keyring-file'
import { KeyringInvalidError } from '@/lib/crypto/parse-keyring'
import { DatabaseUnreachableError } from '@/lib/db/database-errors'
import { RotationRefusal } from '@/lib/keys/rotate-keys'
import { MessagingNotConfiguredError } from '@/lib/notifications/gateways/mode'
import { StoreFullError } from '@/lib/storage/store-port'
import { StartRefusal, sentenceOf, stopInTime } from './run-program'

test('a step of a stop that fails or hangs does not prevent the next one', async () => {
  const done: string[] = []
  const steps = [
    () => Promise.reject(new Error('it failed')),
    () => {
      throw new Error('it failed at once')
    },
    () => new Promise(() => {}),
    async () => void done.push('the database'),
  ]
  for (const step of steps) await stopInTime(step, 50)
  expect(done).toEqual(['the database'])
})

test.each([
  new StartRefusal('Something is missing.'),
  new BackupRefusal('Something is missing.'),
  new DatabaseUnreachableError('Something is missing.'),
  new InstallationIdError('Something is missing.'),
  new KeyringInvalidError('Something is missing.'),
  new KeyringExistsError('/keyring.json'),
  new KeyringMissingError('/keyring.json'),
  new MessagingNotConfiguredError(),
  new RotationRefusal('Something is missing.'),
  new StoreFullError(new Error('ENOSPC')),
])('an error that the operator can fix is shown as one sentence: $name', (error) => {
  expect(error).toBeInstanceOf(OperatorError)
  expect(error.name).not.toBe('OperatorError')
  expect(sentenceOf(error)).toBe(error.message)
})

test('variables that are wrong are shown as a list', () => {
  expect(() => parseEnv({ PORT: 'x' })).toThrow(OperatorError)
})

test('a bug is shown with its stack', () => {
  expect(sentenceOf(new TypeError('x is not a function'))).toMatch(/^TypeError: x is not a function\n {4}at /)
})
