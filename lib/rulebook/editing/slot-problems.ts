import { MEGABYTE } from '@/lib/core/files/file-limits'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { factsOf } from '../document-kinds'
import type { DocumentSlot, KindRules } from '../rulebook'
import { known, knownSlot, knownSources } from './known-rules'
import { problem, type RuleProblem, type RuleProblemCode, repeated } from './problems'
import {
  MAX_MEGABYTES,
  MAX_MEGAPIXELS,
  MAX_PAGES,
  MAX_PDF_MEGABYTES,
  MAX_ROWS,
  MAX_SAMPLE_LENGTH,
  MAX_SHORT_SIDE,
  MAX_SIGNATURE_LENGTH,
  MEDIA_TYPES,
  MEGAPIXEL,
} from './rulebook-limits'

/** Returns what is wrong with the documents that a rulebook requires. `keys` are the fields that it has. */
export function slotProblems(
  kind: QualificationKind,
  { documents }: KindRules,
  keys: readonly string[],
): RuleProblem[] {
  const kinds = documents.map((slot) => slot.kind)
  return [
    ...repeated(kinds).map((name) => problem('SLOT_REPEATED', name)),
    ...known(kind)
      .documents.filter((slot) => !factsOf(slot.kind).isOptional && !kinds.includes(slot.kind))
      .map((slot) => problem('SLOT_NEEDED', slot.kind)),
    ...documents.flatMap((slot) => problemsOfSlot(kind, slot, keys)),
  ]
}

function problemsOfSlot(kind: QualificationKind, slot: DocumentSlot, keys: readonly string[]): RuleProblem[] {
  const palette = knownSlot(kind, slot.kind)
  const { min, max, mediaTypes, maxBytes, maxPdfBytes = maxBytes, maxPixels, minShortSide } = slot
  if (!palette) return [problem('SLOT_UNKNOWN', slot.kind)]
  const rests = [...slot.restsOn, ...(slot.restsOnWhen ?? []).flatMap((more) => more.keys)]
  const wrong: [boolean, RuleProblemCode][] = [
    [min === 0 && palette.min > 0 && !factsOf(slot.kind).isOptional, 'SLOT_NEEDED'],
    [min > max || max > MAX_PAGES, 'SLOT_COUNTS'],
    [!mediaTypes.every((type) => (MEDIA_TYPES as readonly string[]).includes(type)), 'SLOT_FORMATS'],
    [maxBytes < MEGABYTE || maxBytes > MAX_MEGABYTES * MEGABYTE, 'SLOT_BYTES'],
    [maxPdfBytes < MEGABYTE || maxPdfBytes > MAX_PDF_MEGABYTES * MEGABYTE, 'SLOT_PDF_BYTES'],
    [maxPixels < MEGAPIXEL || maxPixels > MAX_MEGAPIXELS * MEGAPIXEL, 'SLOT_PIXELS'],
    [minShortSide > MAX_SHORT_SIDE || minShortSide ** 2 > maxPixels, 'SLOT_PIXELS'],
    [slot.idPage !== undefined && !keys.includes(slot.idPage.field), 'RESTS_ON_NOTHING'],
    [slot.idPage?.page !== palette.idPage?.page || slot.eachSignature !== palette.eachSignature, 'SLOT_UNKNOWN'],
    [!rests.every((key) => key === 'signature' || key === 'signatures' || keys.includes(key)), 'RESTS_ON_NOTHING'],
  ]
  return wrong.filter(([isWrong]) => isWrong).map(([, code]) => problem(code, slot.kind))
}

/** Returns what is wrong with the limits of sender signatures and sample messages. */
export function signatureProblems(
  kind: QualificationKind,
  { signatures, samples, documents }: KindRules,
): RuleProblem[] {
  const sources = signatures.sources.map(({ source }) => source)
  const needsEvidence = signatures.sources.some((rule) => rule.needsEvidence)
  const wrong: [boolean, RuleProblemCode][] = [
    [signatures.min > signatures.max || signatures.max > MAX_ROWS, 'SIGNATURE_COUNTS'],
    [signatures.minLength > signatures.maxLength || signatures.maxLength > MAX_SIGNATURE_LENGTH, 'SIGNATURE_LENGTHS'],
    [new Set(sources).size < sources.length, 'SOURCE_REPEATED'],
    [!sources.every((source) => knownSources(kind).includes(source)), 'SOURCE_UNKNOWN'],
    [needsEvidence && !documents.some((slot) => slot.eachSignature && slot.min > 0), 'EVIDENCE_NOT_REQUIRED'],
    [samples.min > samples.max || samples.max > MAX_ROWS || samples.maxLength > MAX_SAMPLE_LENGTH, 'SAMPLE_COUNTS'],
  ]
  return wrong.filter(([isWrong]) => isWrong).map(([, code]) => problem(code, kind))
}
