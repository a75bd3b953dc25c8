export type Mail = {
  to: string
  subject: string
  text: string
  /** Of the outbox row: the same mail sent again is known by it. */
  id: string
}

/** Where mails leave. */
export type MailGateway = {
  readonly name: 'smtp'
  /**
   * Resolves when the server took it.
   *
   * @throws DeliveryError
   */
  send(mail: Mail): Promise<null>
}
