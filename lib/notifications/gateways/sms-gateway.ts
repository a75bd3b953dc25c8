/**
 * Describes a message for providers. They send words that they approved, under an id of theirs, and fill in the values.
 */
export type TextMessage = {
  /** Holds our id of the message, which is sent along. */
  id: string
  /** Holds an E.164 number. */
  to: string
  signName: string
  templateId: string
  /** Lists the values in the order of the template, each with its name. */
  values: readonly (readonly [name: string, value: string])[]
}

/** Sends text messages. */
export type SmsGateway = {
  readonly name: 'tencent' | 'alibaba'
  /**
   * Resolves with the provider's id when it accepted the message.
   *
   * @throws DeliveryError
   */
  send(message: TextMessage): Promise<string | null>
}
