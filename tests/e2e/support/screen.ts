import type { Page } from '@playwright/test'
import type { PersonActor } from '@/lib/actor/actor'

/** A page, the person who looks at it, and what they do on it before: each look does it once. */
export type Screen = {
  name: string
  url: string
  actor?: Pick<PersonActor, 'sessionId'>
  before?: (page: Page) => Promise<void>
  withoutScripts?: true
  /** Matches the errors that the browser reports of it, and should: the page of a failure has some. */
  reported?: RegExp
}
