import { expect, test } from 'vitest'
import { checkVariables } from './variables'

const todos = (source: Record<string, string>) => checkVariables(source as NodeJS.ProcessEnv).map(({ todo }) => todo)

test.each([
  ['ZHUNXIN_DAT', 'ZHUNXIN_DATA'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['SMS_PROVIDR', 'SMS_PROVIDER'],
  ['zhunxin_url', 'ZHUNXIN_URL'],
  ['PROT', undefined], // two letters of four: it may be anything
  ['PORTS', 'PORT'],
])('%s may be meant for %s', (given, meant) => {
  expect(todos({ [given]: 'x' })).toEqual([meant && `Did you mean ${meant}?`])
})

test('a name of one of our groups that is none is said, without a guess', () => {
  expect(checkVariables({ ZHUNXIN_FAVOURITE_COLOUR: 'red' } as never)).toMatchObject([
    { verdict: 'warning', says: expect.stringContaining('ZHUNXIN_FAVOURITE_COLOUR') },
  ])
})

test('variables of a shell, those that our scripts set, and empty ones are not mentioned', () => {
  const shell = {
    PATH: '/bin',
    HOME: '/root',
    HOSTNAME: 'a',
    PWD: '/',
    NODE_ENV: 'production',
    EDITOR: 'vi',
    AWS_REGION: 'x',
  }
  expect(checkVariables({ ...shell, ZHUNXIN_DEPLOYMENT: 'a', ZHUNXIN_DAT: '' } as never)).toMatchObject([
    { verdict: 'ok' },
  ])
})

test('no value is repeated', () => {
  expect(JSON.stringify(checkVariables({ SMTP_URI: 'smtp://user:secret@host' } as never))).not.toContain('secret')
})
