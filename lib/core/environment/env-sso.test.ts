import { expect, test } from 'vitest'
import { parseEnv } from '../env'
import { EnvironmentError } from './environment-error'

const BASE = { DATABASE_URL: 'postgresql://zhunxin@localhost/zhunxin' }
const ON = {
  ...BASE,
  OIDC_ISSUER: 'https://login.example.cn/realms/all',
  OIDC_CLIENT_ID: 'zhunxin',
  OIDC_CLIENT_SECRET: 'secret',
  OIDC_DOMAIN: 'Example.cn, example.com',
}

function problemsOf(source: Record<string, string>): readonly string[] {
  try {
    parseEnv(source)
    return []
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems
    throw error
  }
}

test('single sign-on is off unless it is set', () => {
  expect(parseEnv(BASE).OIDC_ISSUER).toBeUndefined()
})

test('it is on with issuer, client, secret and domains; roles are what values of a claim mean', () => {
  const roles = { OIDC_ROLES_CLAIM: 'groups', OIDC_ROLES: 'CN=审核 = REVIEWER' }
  expect(problemsOf({ ...ON, ...roles })[0]).toMatch(/^OIDC_ROLES must be pairs such as reviewers=REVIEWER/)
  const given = parseEnv({ ...ON, OIDC_ROLES_CLAIM: 'groups', OIDC_ROLES: ' 审核组=REVIEWER,leads = LEAD' })
  expect(given.OIDC_DOMAIN).toEqual(['example.cn', 'example.com'])
  expect(given.OIDC_ROLES).toEqual(
    new Map([
      ['审核组', 'REVIEWER'],
      ['leads', 'LEAD'],
    ]),
  )
})

test.each(['OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET', 'OIDC_DOMAIN'])('it needs %s', (name) => {
  expect(problemsOf({ ...ON, [name]: '' })).toEqual([`${name} is needed with OIDC_ISSUER, and is not set`])
})

test.each([
  [{ OIDC_ISSUER: 'http://login.example.cn' }, 'OIDC_ISSUER must be an https:// address'],
  [{ OIDC_ISSUER: 'http://localhost.example.cn' }, 'OIDC_ISSUER must be an https:// address'],
  [{ OIDC_DOMAIN: '@example.cn' }, 'must be domains such as example.cn'],
  [{ OIDC_DOMAIN: '*' }, 'must be domains such as example.cn'],
  [{ OIDC_ROLES_CLAIM: 'groups', OIDC_ROLES: 'all=OWNER' }, 'OIDC_ROLES must be pairs'],
  [{ OIDC_ROLES_CLAIM: 'groups' }, 'OIDC_ROLES is needed with OIDC_ROLES_CLAIM'],
  [{ OIDC_ROLES: 'all=LEAD' }, 'OIDC_ROLES_CLAIM is needed with OIDC_ROLES'],
])('%j is wrong', (given, problem) => {
  expect(problemsOf({ ...ON, ...given }).join()).toContain(problem)
})

test('a provider on this machine may be reached in clear', () => {
  expect(problemsOf({ ...ON, OIDC_ISSUER: 'http://localhost:8080/realm' })).toEqual([])
})
