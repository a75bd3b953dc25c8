'use client'
import { useFormatter, useTranslations } from 'next-intl'
import { useBilingual } from '@/components/ui/use-bilingual'
import { MEGABYTE } from '@/lib/core/files/file-limits'
import type { Bilingual } from '@/lib/rulebook/bilingual'
import type { Change } from '@/lib/rulebook/editing/changes'
import { MEGAPIXEL } from '@/lib/rulebook/editing/rulebook-limits'
import { useRuleNames } from './use-rule-names'

/** Names lists on a path that say nothing beyond what their items say. */
const THROUGH: ReadonlySet<string> = new Set([
  'kinds',
  'groups',
  'fields',
  'documents',
  'reasons',
  'texts',
  'sources',
  'terms',
  'switches',
  'retention',
])
/** Names keys that follow from other changes by themselves. */
const FOLLOWS: ReadonlySet<string> = new Set(['restsOn', 'restsOnWhen'])

/** Names reasons by their codes, in the reader's language. */
export type ReasonNames = Readonly<Record<string, string>>

/**
 * Puts changes into words. Reasons are known by `reasonNames`; those that were added or removed bring their own names.
 */
export function useChangeWords(reasonNames: ReasonNames = {}) {
  const { t: rulebook, fieldName, documentName, partName } = useRuleNames()
  const t = useTranslations('rules')
  const common = useTranslations('common')
  const format = useFormatter()
  const said = useBilingual()

  const nameOf = (name: string, { path, before, after }: Change): string => {
    const [kind, code] = path
    if (kind === 'reasons' && code === name) {
      const own = nameIn(after) ?? nameIn(before)
      return reasonNames[name] ?? (own ? said(own) : name)
    }
    if (name === 'zh-CN' || name === 'en') return common(`language.${name}`)
    if (kind === 'texts' && t.has(`letters.variants.${name}`)) return t(`letters.variants.${name}`)
    if (name === 'INDIVIDUAL' || name === 'ORGANISATION') return t(`applicants.${name}`)
    if (kind === 'terms') return t(`terms.${name}.name`)
    if (kind === 'switches') return t(`switches.${name}.name`)
    if (kind === 'retention') return t(path.at(-1) === name ? `retention.${name}` : `retention.outcomes.${name}.name`)
    if (path.includes('fields') && name.includes('.')) return fieldName(name)
    if (path.includes('idTypes') && rulebook.has(`options.person.idType.${name}`))
      return rulebook(`options.person.idType.${name}`)
    if (path.includes('documents') && rulebook.has(`documents.${name}.instructions`)) return documentName(name)
    if (rulebook.has(`sources.${name}.name`)) return rulebook(`sources.${name}.name`)
    if (/^\d+$/.test(name)) return t('changes.clause', { number: name })
    if (t.has(`letters.labels.${name}`) && path.includes('labels')) return t(`letters.labels.${name}`)
    return t.has(`changes.props.${name}`) ? t(`changes.props.${name}`) : name
  }

  const wordOf = (value: unknown, name: string): string => {
    if (typeof value === 'boolean') return t(value ? 'changes.yes' : 'changes.no')
    if (name === 'documentsDays' || name === 'detailsDays') return t('retention.days', { count: Number(value) })
    if (name === 'maxBytes' || name === 'maxPdfBytes') return `${format.number(Number(value) / MEGABYTE)} MB`
    if (name === 'maxPixels') return t('changes.megapixels', { count: Number(value) / MEGAPIXEL })
    if (t.has(`terms.${name}.quantity`)) return t(`terms.${name}.quantity`, { count: Number(value) })
    if (typeof value === 'number') return format.number(value)
    if (Array.isArray(value)) return format.list(value.map((each) => wordOf(each, name)))
    if (typeof value !== 'string') return '—'
    if (name === 'documents' || name === 'parts') return partName(value)
    if (name === 'kinds') return t(`applicants.${value}`)
    if (t.has(`changes.values.${value}`)) return t(`changes.values.${value}`)
    return value
  }

  return (changes: readonly Change[]) =>
    changes
      .filter(
        ({ path }) =>
          !path.some((name) => FOLLOWS.has(name)) && !(path.at(-1) === 'options' && path.at(-2)?.endsWith('.idType')),
      )
      .map((change) => {
        const { path, before, after } = change
        const name = path.at(-1) ?? ''
        const isGroup = path.includes('groups') && path.length > 4
        const shown = path.filter((each, index) => !THROUGH.has(each) || (index === path.length - 1 && index > 1))
        const place = shown.filter((each) => !(isGroup && each === path[path.indexOf('groups') + 1]))
        return {
          key: path.join('/'),
          place: place.map((each) => nameOf(each, change)).join(' · '),
          before:
            before === undefined || (typeof before === 'object' && !Array.isArray(before) && before !== null)
              ? null
              : wordOf(before, name),
          after:
            after === undefined || (typeof after === 'object' && !Array.isArray(after) && after !== null)
              ? null
              : wordOf(after, name),
          what:
            before === undefined
              ? ('ADDED' as const)
              : after === undefined
                ? ('REMOVED' as const)
                : ('CHANGED' as const),
        }
      })
}

/** Returns the name within a whole reason; undefined of anything else. */
const nameIn = (value: unknown): Bilingual | undefined => (value as { name?: Bilingual } | undefined)?.name
