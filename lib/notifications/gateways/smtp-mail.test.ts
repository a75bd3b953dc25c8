import { afterEach, describe, expect, test, vi } from 'vitest'
import { servePost, serveRude, status } from '@/tests/setup/providers/smtp'
import { smtpMail } from './smtp-mail'

/** Limits each step with a provider, in milliseconds: only one that stays silent is waited for briefly. */
const limit = vi.hoisted(() => ({ ms: 20_000 }))
const SILENCE = 3_000
vi.mock(import('./delivery'), async (original) => ({
  ...(await original()),
  get TIMEOUT() {
    return limit.ms
  },
}))

const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  limit.ms = 20_000
  for (const server of running.splice(0)) await server.stop()
})
const kept = <S extends { stop(): Promise<void> }>(server: S): S => {
  running.push(server)
  return server
}

const MAIL = {
  id: '01990000-0000-7000-8000-000000000001',
  to: 'xiaoming@example.cn',
  subject: '资质申请 ZX-2411-0001 有 3 处需要修改，请登录查看原因，改好后重新提交',
  text: '您好：\n\n您的资质申请 ZX-2411-0001 已审核。\n\n.单独一点开头的一行\n\n准信\n',
}
const FROM = '准信 <no-reply@qualify.example.cn>'
const sendTo = (url: string) => smtpMail({ url, from: FROM }).send(MAIL)

test('a mail arrives as it was written, and says that a machine sent it', async () => {
  const post = kept(await servePost())
  await sendTo(post.url)
  const [mail] = post.mails
  expect(post.mails).toHaveLength(1)
  expect(mail).toMatchObject({ from: 'no-reply@qualify.example.cn', to: ['xiaoming@example.cn'], text: MAIL.text })
  expect(mail?.headers.get('subject')).toBe(MAIL.subject)
  expect(mail?.headers.get('from')).toBe(FROM)
  expect(mail?.headers.get('to')).toBe(MAIL.to)
  expect(mail?.headers.get('auto-submitted')).toBe('auto-generated')
  expect(mail?.headers.get('content-type')).toBe('text/plain; charset=utf-8')
})

test('sent again it is the same mail', async () => {
  const post = kept(await servePost())
  await sendTo(post.url)
  await sendTo(post.url)
  expect(post.mails.map(({ headers }) => headers.get('message-id'))).toEqual(
    Array(2).fill(`<${MAIL.id}@qualify.example.cn>`),
  )
})

describe('signing in and encryption', () => {
  const accounts = (password: string) =>
    servePost({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (auth, _session, done) =>
        auth.username === 'mailer@example.cn' && auth.password === password
          ? done(null, { user: auth.username })
          : done(status(535)),
    })
  const as = (url: string) => url.replace('smtp://', 'smtp://mailer%40example.cn:p%40ss%2F1@')

  test('with the name and password of the address', async () => {
    const post = kept(await accounts('p@ss/1'))
    await sendTo(as(post.url))
    expect(post.mails).toHaveLength(1)
  })

  test('a wrong password is refused', async () => {
    const post = kept(await accounts('another'))
    await expect(sendTo(as(post.url))).rejects.toMatchObject({ kind: 'REFUSED', code: 'SMTP_535' })
  })

  test('a certificate that nobody vouches for: nothing is sent', async () => {
    const post = kept(await servePost()) // offers STARTTLS with a self-signed certificate
    await expect(sendTo(post.url.replace('127.0.0.1', '127.0.0.2'))).rejects.toMatchObject({ kind: 'UNREACHABLE' })
    const secure = kept(await servePost({ secure: true }))
    await expect(sendTo(secure.url.replace('smtp:', 'smtps:'))).rejects.toMatchObject({ kind: 'UNREACHABLE' })
    expect([...post.mails, ...secure.mails]).toEqual([])
  })
})

describe('a failure is one of four kinds', () => {
  test.each([
    ['REFUSED', 550],
    ['THROTTLED', 450],
    ['THROTTLED', 421],
  ])('%s: the recipient is answered with %i', async (kind, code) => {
    const post = kept(await servePost({ onRcptTo: (_address, _session, done) => done(status(code)) }))
    await expect(sendTo(post.url)).rejects.toMatchObject({ kind, code: `SMTP_${code}` })
  })

  test.each([
    [true, 'RCPT', '550 5.1.1 <xiaoming@example.cn>: Recipient address rejected: User unknown'],
    [true, 'RCPT', '550-5.1.1 The account does not exist.\r\n550 5.1.1 Check for typing errors'],
    [true, 'RCPT', '550 5.1.2 Domain not found'],
    [true, 'RCPT', '550 5.1.10 Recipient not found'],
    [true, 'RCPT', '550 5.2.1 Mailbox disabled'],
    [true, 'RCPT', '452 4.2.2 Mailbox full'],
    [false, 'RCPT', '550 No'],
    [false, 'RCPT', '550 5.7.1 Relaying denied'],
    [false, 'RCPT', '554 5.7.1 Sender address rejected: not owned by user'],
    [false, 'RCPT', '450 4.1.2 Domain not found'], // a relay without DNS says so of each
    [false, 'RCPT', '450 4.2.0 Greylisted'],
    [false, 'MAIL', '550 5.1.8 Sender address rejected: Domain not found'],
    [false, 'MAIL', '421 4.7.0 Too many connections'],
  ])('about the address alone (%s): %s is answered with %s', async (isAboutRecipient, command, answer) => {
    const server = kept(await serveRude(new RegExp(`^${command}`), (socket) => socket.write(`${answer}\r\n`)))
    await expect(sendTo(server.url)).rejects.toMatchObject({ isAboutRecipient, code: `SMTP_${answer.slice(0, 3)}` })
  })

  test.each([
    ['REFUSED', 554],
    ['THROTTLED', 451],
  ])('%s: the whole mail is answered with %i', async (kind, code) => {
    const post = kept(
      await servePost({ onData: (stream, _session, done) => stream.resume().on('end', () => done(status(code))) }),
    )
    await expect(sendTo(post.url)).rejects.toMatchObject({ kind, code: `SMTP_${code}` })
  })

  test.each([
    ['UNREACHABLE', 'connecting', /^CONNECT$/],
    ['UNREACHABLE', 'EHLO', /^EHLO/],
    ['UNREACHABLE', 'MAIL FROM', /^MAIL/],
    ['UNREACHABLE', 'DATA', /^DATA/],
    ['UNSURE', 'the last dot', /\r\n\.\r\n$/],
  ])('%s: silence, or a cut, after %s', async (kind, _, word) => {
    const silent = kept(await serveRude(word, () => {}))
    limit.ms = SILENCE
    await expect(sendTo(silent.url)).rejects.toMatchObject({ kind, code: 'TIMEOUT' })
    limit.ms = 20_000
    const cut = kept(await serveRude(word, (socket) => socket.destroy()))
    await expect(sendTo(cut.url)).rejects.toMatchObject({ kind, code: 'CUT_OFF' })
  })

  test('UNREACHABLE: nobody is there', async () => {
    const gone = await servePost()
    await gone.stop()
    await expect(sendTo(gone.url)).rejects.toMatchObject({ kind: 'UNREACHABLE' })
    await expect(sendTo('smtp://mail.invalid')).rejects.toMatchObject({ kind: 'UNREACHABLE' })
  })
})

test('to another machine, words and password go encrypted or not at all', async () => {
  const post = kept(await servePost({ hideSTARTTLS: true }))
  const port = new URL(post.url).port
  await expect(sendTo(`smtp://127.0.0.2:${port}`)).rejects.toMatchObject({ kind: 'UNREACHABLE' })
})
