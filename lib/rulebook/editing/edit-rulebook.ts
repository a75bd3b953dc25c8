import { MEGABYTE } from '@/lib/core/files/file-limits'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { factsOf } from '../document-kinds'
import type { DocumentSlot, FieldRule, KindRules, Rulebook } from '../rulebook'
import { SWITCHES } from '../switches'
import type { EditOf } from './edit-schemas'
import { known } from './known-rules'
import { isFreeField, MEGAPIXEL, maxLengthOf } from './rulebook-limits'

export function withTerms(rulebook: Rulebook, { terms, switches }: EditOf<'TERMS'>): Rulebook {
  const isOn = Object.fromEntries(SWITCHES.map((name) => [name, switches.includes(name)]))
  return { ...rulebook, terms, switches: isOn as Rulebook['switches'] }
}

export function withRetention(rulebook: Rulebook, { retention }: EditOf<'RETENTION'>): Rulebook {
  return { ...rulebook, retention }
}

/**
 * Applies an edit of fields. A field that was left out before comes back as the portal knows it, and no document
 * depends on a field that is left out now.
 */
export function withFields(rulebook: Rulebook, { kind, idTypes, fields }: EditOf<'FIELDS'>): Rulebook {
  return edited(rulebook, kind, (rules) => {
    const types = known(kind).idTypes.filter(({ type }) => idTypes.includes(type))
    const options = types.map(({ type }) => type)
    const ruleOf = (palette: FieldRule): FieldRule | null => {
      const existing = rules.groups.flatMap((group) => group.fields).find(({ key }) => key === palette.key)
      const said = fields[palette.key]
      const requirement =
        said?.requirement ?? (existing ? (existing.required ? 'REQUIRED' : 'OPTIONAL') : 'NOT_REQUIRED')
      if (requirement === 'NOT_REQUIRED' && isFreeField(palette.key)) return null
      const maxLength = maxLengthOf(palette) ? (said?.maxLength ?? existing?.maxLength) : undefined
      return {
        ...(existing ?? palette),
        required: requirement === 'REQUIRED' || !isFreeField(palette.key),
        maxLength: maxLength ?? palette.maxLength,
        ...(palette.key.endsWith('.idType') ? { options } : {}),
      }
    }
    const groups = known(kind)
      .groups.map((group) => ({ ...group, fields: group.fields.map(ruleOf).filter((rule) => rule !== null) }))
      .filter((group) => group.fields.length > 0)
    return { ...rules, idTypes: types, groups }
  })
}

export function withDocuments(rulebook: Rulebook, { kind, documents }: EditOf<'DOCUMENTS'>): Rulebook {
  return edited(rulebook, kind, (rules) => ({
    ...rules,
    documents: known(kind).documents.flatMap((palette): DocumentSlot[] => {
      const existing = rules.documents.find((slot) => slot.kind === palette.kind)
      const said = documents[palette.kind]
      if (!said) return existing ? [existing] : []
      const requirement = factsOf(palette.kind).isOptional ? (said.requirement ?? 'REQUIRED') : 'REQUIRED'
      if (requirement === 'NOT_REQUIRED') return []
      const { max, mediaTypes, megabytes, pdfMegabytes = megabytes, megapixels, minShortSide } = said
      const min = requirement === 'REQUIRED' ? Math.max(1, said.min) : 0
      const limits = { maxBytes: megabytes * MEGABYTE, maxPixels: megapixels * MEGAPIXEL, minShortSide }
      const { maxPdfBytes: _, ...slot } = existing ?? palette
      const isApart = mediaTypes.includes('application/pdf') && pdfMegabytes !== megabytes
      const ofPdf = isApart ? { maxPdfBytes: pdfMegabytes * MEGABYTE } : {}
      return [{ ...slot, min, max, mediaTypes, ...limits, ...ofPdf }]
    }),
  }))
}

export function withSignatures(
  rulebook: Rulebook,
  { kind, signatures, sources, samples }: EditOf<'SIGNATURES'>,
): Rulebook {
  return edited(rulebook, kind, (rules) => ({
    ...rules,
    signatures: {
      ...signatures,
      sources: known(kind).signatures.sources.flatMap(({ source }) => {
        const choice = sources[source]
        return choice && choice !== 'NOT_OFFERED' ? [{ source, needsEvidence: choice === 'WITH_EVIDENCE' }] : []
      }),
    },
    samples,
  }))
}

function edited(rulebook: Rulebook, kind: QualificationKind, edit: (rules: KindRules) => KindRules): Rulebook {
  const rules = resting(kind, edit(rulebook.kinds[kind] ?? known(kind)))
  return { ...rulebook, kinds: { ...rulebook.kinds, [kind]: rules } }
}

/** Makes each document depend on the fields that the portal knows, as far as they are required. */
function resting(kind: QualificationKind, rules: KindRules): KindRules {
  const keys = new Set([
    'signature',
    'signatures',
    ...rules.groups.flatMap(({ fields }) => fields.map(({ key }) => key)),
  ])
  const chosen = (all: readonly string[]) => all.filter((key) => keys.has(key))
  const documents = rules.documents.map((slot): DocumentSlot => {
    const palette = known(kind).documents.find((candidate) => candidate.kind === slot.kind) ?? slot
    const { restsOnWhen: _, ...rest } = slot
    const restsOnWhen = (palette.restsOnWhen ?? [])
      .map((more) => ({ ...more, keys: chosen(more.keys) }))
      .filter((more) => more.keys.length > 0)
    return { ...rest, restsOn: chosen(palette.restsOn), ...(restsOnWhen.length > 0 ? { restsOnWhen } : {}) }
  })
  return { ...rules, documents }
}
