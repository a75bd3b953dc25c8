import type { Paper } from '@/lib/pdf/paper'
import type { DossierWords } from './dossier-words'
import type { Naming } from './naming'
import type { Pictures } from './pictures'
import type { Dossier } from './read-dossier'

/** Each section is drawn with these. */
export type Drawing = {
  paper: Paper
  words: DossierWords
  naming: Naming
  dossier: Dossier
  pictures: Pictures
  /** Starts a section with the next number. `points` is the height of what must stay with its heading. */
  section: (key: string, points?: number) => void
}
