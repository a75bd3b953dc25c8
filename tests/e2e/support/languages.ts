import { IS_LONG } from '@/tests/setup/heavy'

const LANGUAGES = ['zh-CN', 'en'] as const

/** Returns the languages in which a journey is tried: in the gate one of them, in turn; in the long suite both. */
export const languagesOf = (turn: number) =>
  LANGUAGES.filter((_, index) => IS_LONG || index === turn % LANGUAGES.length)
