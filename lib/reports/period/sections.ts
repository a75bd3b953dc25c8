import type { Figures } from '../figures/read-figures'
import { timesSection, volumesSection, waitingSection } from './flow-sections'
import { accessSection, erasuresSection, exceptionsSection } from './log-sections'
import { readingsSection } from './readings-section'
import { expiringSection, partsSection, reasonsSection, reviewersSection } from './review-sections'
import type { Section } from './section'
import type { Words } from './words'

/** Returns the sections that the reader may see. */
export function sectionsOf(figures: Figures, words: Words): Section[] {
  const { erasures, access, exceptions } = figures
  return [
    volumesSection(figures, words),
    timesSection(figures, words),
    waitingSection(figures, words),
    reviewersSection(figures, words),
    reasonsSection(figures, words),
    partsSection(figures, words),
    expiringSection(figures, words),
    readingsSection(figures, words),
    ...(erasures ? [erasuresSection(erasures, words)] : []),
    ...(access ? [accessSection(access, figures, words)] : []),
    ...(exceptions ? [exceptionsSection(exceptions, words)] : []),
  ]
}
