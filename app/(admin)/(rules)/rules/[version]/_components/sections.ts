/** The parts of a rulebook, each on a page of its own: what is asked of whom, and what all that looks like to them. */
export const SECTIONS = [
  'TERMS',
  'RETENTION',
  'INDIVIDUAL_FIELDS',
  'INDIVIDUAL_DOCUMENTS',
  'INDIVIDUAL_SIGNATURES',
  'ORGANISATION_FIELDS',
  'ORGANISATION_DOCUMENTS',
  'ORGANISATION_SIGNATURES',
  'PREVIEW',
] as const
export type SectionName = (typeof SECTIONS)[number]

/** Nonsense in an address is the first of them. */
export const sectionIn = (asked: unknown): SectionName => SECTIONS.find((name) => name === asked) ?? 'TERMS'
