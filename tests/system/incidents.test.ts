import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SMS_TEMPLATES } from '@/lib/notifications/templates'
import { aColleague, anEmail, aPhone } from '@/tests/factories/people'
import { callAction } from '@/tests/setup/http'
import { freePort } from '@/tests/setup/ports'
import { serve } from '@/tests/setup/providers/http'
import { type Post, servePost } from '@/tests/setup/providers/smtp'
import { TENCENT, takes } from '@/tests/setup/providers/tencent'
import { type System, startSystem } from '@/tests/setup/system'

/** The provider of text messages fails, and recovers. Mail is delivered all the while. */
const administrators = [anEmail(), anEmail()]
let port: number
let post: Post
let system: System

beforeAll(async () => {
  port = await freePort() // where nobody listens
  post = await servePost()
  system = await startSystem({
    HOST: '0.0.0.0',
    SMS_PROVIDER: 'tencent',
    SMS_ENDPOINT: `http://127.0.0.1:${port}`,
    SMS_SIGN_NAME: '准信',
    SMS_TEMPLATES: JSON.stringify(Object.fromEntries(SMS_TEMPLATES.map((name) => [name, '1']))),
    ...TENCENT,
    SMTP_URL: post.url,
    MAIL_FROM: '准信 <no-reply@qualify.example.cn>',
  })
  for (const email of administrators) await aColleague({ roles: ['ADMIN'], email })
})
afterAll(async () => {
  await system?.stop()
  await post?.stop()
})

const requestCode = () => {
  const entries: [string, string][] = [
    ['phone', aPhone().replace('+86', '')],
    ['intent', 'send'],
  ]
  const action = 'app/(auth)/_phone/actions.ts#continueWithPhone'
  return callAction(system.portal.url, action, entries, { page: '/sign-in', previous: { sent: null } })
}
const warnings = async (): Promise<string[]> => {
  const answer = await fetch(`${system.portal.address}/api/health/ready`)
  expect(answer.status).toBe(200)
  return (await answer.json()).warnings
}
/** Counts this incident only: a busy machine may have others. */
const mailed = () =>
  post.mails
    .map(({ to, headers }) => `${to[0]} ${headers.get('subject')}`)
    .filter((mail) => mail.includes('短信发送失败'))
    .toSorted()
const each = (subject: string) => administrators.map((email) => `${email} ${subject}`)

test('is seen within a minute, and each administrator gets one e-mail, and one when it is over', async () => {
  expect(await warnings()).not.toContain('SMS_FAILING')
  await requestCode()
  await vi.waitFor(async () => expect(await warnings()).toContain('SMS_FAILING'), { timeout: 60_000, interval: 500 })
  const lines = system.portal.output().match(/^.*"message not sent".*$/gm) ?? []
  expect(lines.length).toBeGreaterThanOrEqual(3)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ channel: 'SMS', failure: 'UNREACHABLE/ECONNREFUSED', attempts: 1 })

  const opened = each('系统告警：短信发送失败')
  await vi.waitFor(() => expect(mailed()).toEqual(expect.arrayContaining(opened)), { timeout: 240_000, interval: 500 })
  expect(system.portal.output()).toMatch(/"condition":"SMS_FAILING".*"incident opened"/)

  const provider = await serve(takes, port)
  try {
    await requestCode()
    await vi.waitFor(async () => expect(await warnings()).not.toContain('SMS_FAILING'), { timeout: 30_000 })
    const over = each('已恢复：短信发送失败')
    await vi.waitFor(() => expect(mailed()).toEqual(expect.arrayContaining(over)), { timeout: 240_000, interval: 500 })
    expect(mailed()).toEqual([...opened, ...over].toSorted())
  } finally {
    await provider.stop()
  }
}, 600_000)
