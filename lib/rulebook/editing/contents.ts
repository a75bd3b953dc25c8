import type { z } from 'zod'
import type { RuleKind } from '@/lib/db/generated/enums'
import { BUILT_IN_CATALOGUES, BUILT_IN_RULEBOOKS } from '../built-in'
import { BUILT_IN_LETTERS } from '../letters/built-in'
import { LetterTexts } from '../letters/letter-text'
import { ReasonCatalogue } from '../reason-catalogue'
import { Rulebook } from '../rulebook'
import { letterProblems } from './letter-problems'
import type { RuleProblem } from './problems'
import { reasonProblems } from './reason-problems'
import { rulebookProblems } from './rulebook-problems'

export type RuleContents = { RULEBOOK: Rulebook; REASONS: ReasonCatalogue; LETTERS: LetterTexts }

type Kind<T> = {
  schema: z.ZodType<T>
  /** Lists the versions that come with the portal, oldest first. */
  builtIn: readonly T[]
  /** Returns what makes a content unfit for use, the most important problem first. */
  problemsOf: (content: T) => RuleProblem[]
  /** Returns the same content under another name, in force from a day (YYYY-MM-DD in Shanghai). */
  named: (content: T, version: string, today: string) => T
}

export const KINDS: { readonly [K in RuleKind]: Kind<RuleContents[K]> } = {
  RULEBOOK: {
    schema: Rulebook,
    builtIn: BUILT_IN_RULEBOOKS,
    problemsOf: rulebookProblems,
    named: (content, version, effectiveFrom) => ({ ...content, version, effectiveFrom }),
  },
  REASONS: {
    schema: ReasonCatalogue,
    builtIn: BUILT_IN_CATALOGUES,
    problemsOf: reasonProblems,
    named: (content, version) => ({ ...content, version }),
  },
  LETTERS: {
    schema: LetterTexts,
    builtIn: BUILT_IN_LETTERS,
    problemsOf: letterProblems,
    named: (content, version) => ({ version, texts: content.texts.map((text) => ({ ...text, version })) }),
  },
}

/** Returns the same content under the name of a version. */
export function renamed<K extends RuleKind>(
  kind: K,
  content: RuleContents[K],
  version: string,
  today: string,
): RuleContents[K] {
  return KINDS[kind].named(content, version, today)
}

type Checked<T> = { content: T; problem: null } | { content: null; problem: RuleProblem }

/** Checks a content by the schema and the rules of its kind. Returns the parsed content, or the first problem. */
export function checkContent<K extends RuleKind>(kind: K, content: unknown): Checked<RuleContents[K]> {
  const { schema, problemsOf }: Kind<RuleContents[K]> = KINDS[kind]
  const parsed = schema.safeParse(content)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { content: null, problem: { code: 'SHAPE', at: issue?.path.join('.') ?? '' } }
  }
  const [problem] = problemsOf(parsed.data)
  return problem ? { content: null, problem } : { content: parsed.data, problem: null }
}
