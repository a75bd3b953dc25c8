import 'server-only'
import { Readable } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection/index.js'
import { isLoopbackHost } from '@/lib/core/network/loopback-host'
import { DeliveryError, TIMEOUT, withTimeout } from './delivery'
import type { Mail, MailGateway } from './mail-gateway'

type Settings = {
  /**
   * Names the server, as smtp(s)://user:password@host:port. Connections are unencrypted only to this machine, or with
   * `?tls=optional`.
   */
  url: string
  from: string
}

/**
 * Returns a gateway that sends mail by SMTP, with one connection for each mail, so that it is known how far each one
 * got.
 */
export function smtpMail(settings: Settings): MailGateway {
  return { name: 'smtp', send: (mail) => withTimeout(send(settings, mail)) }
}

async function send({ url, from }: Settings, mail: Mail): Promise<null> {
  const [{ default: Connection }, { default: Composer }] = await Promise.all([
    import('nodemailer/lib/smtp-connection/index.js'),
    import('nodemailer/lib/mail-composer/index.js'),
  ])
  const sender = /<([^<>]+)>$/.exec(from)?.[1] ?? from
  const message = await new Composer({
    from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    messageId: `<${mail.id}@${sender.slice(sender.lastIndexOf('@') + 1)}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
  const { options, credentials } = parse(new URL(url))
  const connection = new Connection(options)
  try {
    await deliver(connection, credentials, { from: sender, to: mail.to }, message)
    return null
  } finally {
    connection.close()
  }
}

/**
 * Connects to a mail server and signs in as for a mail, but sends none.
 *
 * @throws DeliveryError
 */
export async function trySmtp(url: string): Promise<void> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection/index.js')
  const { options, credentials } = parse(new URL(url))
  const connection = new Connection(options)
  try {
    await withTimeout(signIn(connection, credentials))
  } finally {
    connection.quit()
  }
}

function signIn(
  connection: SMTPConnection,
  credentials: SMTPConnection.AuthenticationCredentials | null,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: SMTPConnection.SMTPError) => reject(failureOf(error, false))
    connection.on('error', fail)
    connection.once('end', () => fail(new Error('Closed')))
    connection.connect((error) => {
      if (error) return fail(error)
      if (!credentials) return resolve()
      connection.login(credentials, (failure) => (failure ? fail(failure) : resolve()))
    })
  })
}

function parse(url: URL) {
  const isSecure = url.protocol === 'smtps:'
  const isLocal = isLoopbackHost(url.hostname)
  const options: SMTPConnection.Options = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (isSecure ? 465 : 587),
    secure: isSecure,
    requireTLS: !isSecure && !isLocal && url.searchParams.get('tls') !== 'optional',
    ignoreTLS: !isSecure && isLocal, // no certificate names this machine
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    dnsTimeout: TIMEOUT,
  }
  const [user, pass] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  return { options, credentials: user ? { credentials: { user, pass } } : null }
}

function deliver(
  connection: SMTPConnection,
  credentials: SMTPConnection.AuthenticationCredentials | null,
  envelope: SMTPConnection.Envelope,
  message: Buffer,
): Promise<void> {
  let hasLeft = false
  /** The server reads this only after it accepted sender and recipient: from then on the mail may have arrived. */
  const words = new Readable({
    read() {
      hasLeft = true
      this.push(message)
      this.push(null)
    },
  })
  return new Promise((resolve, reject) => {
    const fail = (error: SMTPConnection.SMTPError) => reject(failureOf(error, hasLeft))
    connection.on('error', fail)
    connection.once('end', () => fail(new Error('Closed')))
    signIn(connection, credentials).then(
      () => connection.send(envelope, words, (error) => (error ? fail(error) : resolve())),
      reject,
    )
  })
}

/**
 * Matches enhanced status codes (RFC 3463) about one address: there is no such mailbox or domain, or the mailbox is
 * closed or full. A bare 550 may as well refuse the sender, and 4.1.x is also what a relay says that can't look up any
 * domain.
 */
const ABOUT_ADDRESS = /^\d{3}[ -](?:5\.1\.(?:[1236]|10)|[45]\.2\.[12])(?: |$)/

/** Classifies an error by the server's answer, or else by whether the text of the mail had been sent. */
function failureOf({ code, responseCode, response }: SMTPConnection.SMTPError, hasLeft: boolean): DeliveryError {
  if (responseCode && responseCode >= 400) {
    const isAboutAddress = ABOUT_ADDRESS.test(response ?? '')
    return new DeliveryError(responseCode >= 500 ? 'REFUSED' : 'THROTTLED', `SMTP_${responseCode}`, isAboutAddress)
  }
  const name = { ETIMEDOUT: 'TIMEOUT', EAUTH: 'AUTH', ETLS: 'TLS' }[code ?? ''] ?? 'CUT_OFF'
  if (hasLeft) return new DeliveryError('UNSURE', name)
  return new DeliveryError(name === 'AUTH' ? 'REFUSED' : 'UNREACHABLE', name)
}
