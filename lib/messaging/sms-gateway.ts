/** What providers are told. They send words that they approved, under an id of theirs, and fill in the values. */
export type TextMessage = {
  /** Ours, sent along. */
  id: string
  /** E.164 */
  to: string
  signName: string
  templateId: string
  /** In the order of the template, each with its name. */
  values: readonly (readonly [name: string, value: string])[]
}

/** Where text messages leave. */
export type SmsGateway = {
  readonly name: 'tencent' | 'alibaba'
  /**
   * Resolves with the provider's id when it took the message.
   *
   * @throws DeliveryError
   */
  send(message: TextMessage): Promise<string | null>
}
