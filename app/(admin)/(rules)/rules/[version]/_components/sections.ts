/**
 * Lists the parts of a rulebook, each on a page of its own: what is required of whom, and how that looks to applicants.
 */
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

/** Returns the section that an address names; the first one for an unknown name. */
export const sectionIn = (wanted: unknown): SectionName => SECTIONS.find((name) => name === wanted) ?? 'TERMS'
