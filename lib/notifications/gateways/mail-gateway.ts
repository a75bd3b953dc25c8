export type Mail = {
  to: string
  subject: string
  text: string
  /** The id of the outbox row, by which a repeated mail is recognised. */
  id: string
}

/** Sends mails. */
export type MailGateway = {
  readonly name: 'smtp'
  /**
   * Resolves when the server accepted the mail.
   *
   * @throws DeliveryError
   */
  send(mail: Mail): Promise<null>
}
