import type { DocumentKind } from '@/lib/db/generated/enums'
import type { IdType, KindRules } from './rulebook'

/**
 * The key within `rulebook` of what a slot is called: pages of an ID by its type (护照资料页, not 证件人像面), the rest by
 * kind. Without a type, or with one that has no such page, the general name.
 */
export function documentNameKey(rules: KindRules, kind: DocumentKind, idType: string | undefined): string {
  const page = rules.documents.find((slot) => slot.kind === kind)?.idPage?.page
  const type = rules.idTypes.find((offered) => offered.type === (idType as IdType))
  return page && type?.pages.includes(page) ? `idPages.${type.type}.${page}` : `documents.${kind}.name`
}
