import { describe, expect, it } from 'vitest'
import type { RuleKind } from '@/lib/db/generated/enums'
import { KINDS } from './contents'
import { digestOf } from './digest'

/**
 * Holds the digest of each version that a release of the portal contains. Submissions are judged by the version that
 * they were started under, and people signed the words of its letters: a published version never changes.
 */
const PUBLISHED: Readonly<Record<RuleKind, Readonly<Record<string, string>>>> = {
  RULEBOOK: { 'cn-mainland/2024-10': '981236347fad82a1deaafbc1ece035b074d5b44723049278e8a43f6871f78f3a' },
  REASONS: { 'cn-mainland/2024-10': '041336c2fe05b6c58a18782456c785bb17180f8a6aac923b5668e23d5afdd721' },
  LETTERS: { 'cn-mainland/2024-10': '47fa74888e7a1b31b11a81941fff49f0c7c5ed5dc8d53a968c14dee32d1bc99f' },
}

/** Names the folder and the list with the versions of each kind. */
const PLACES: Readonly<Record<RuleKind, string>> = {
  RULEBOOK: 'lib/rulebook/versions and BUILT_IN_RULEBOOKS',
  REASONS: 'lib/rulebook/versions and BUILT_IN_CATALOGUES',
  LETTERS: 'lib/rulebook/letters/versions and BUILT_IN_LETTERS',
}

describe.each(Object.keys(KINDS) as RuleKind[])('the built-in versions of %s', (kind) => {
  const contents = new Map<string, unknown>(KINDS[kind].builtIn.map((content) => [content.version, content]))

  it.each(Object.entries(PUBLISHED[kind]))('%s is unchanged since it was published', (version, digest) => {
    const found = contents.has(version) ? digestOf(contents.get(version)) : 'nothing'
    expect(
      found,
      `${kind} ${version} was published and must not change: restore it, and make the change in a new version (${PLACES[kind]}).`,
    ).toBe(digest)
  })

  it.each([...contents])('%s has its digest in this test', (version, content) => {
    expect(
      Object.keys(PUBLISHED[kind]),
      `Add to PUBLISHED.${kind} in this file: '${version}': '${digestOf(content)}'`,
    ).toContain(version)
  })
})
