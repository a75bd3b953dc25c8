import type { Paper } from '@/lib/paper/paper'
import type { DossierWords } from './dossier-words'
import type { Naming } from './naming'
import type { Pictures } from './pictures'
import type { Dossier } from './read-dossier'

/** What each section is drawn with. */
export type Drawing = {
  paper: Paper
  words: DossierWords
  naming: Naming
  dossier: Dossier
  pictures: Pictures
  /** Begins a section, which has the next number. `points`: of what its heading must not be parted from. */
  section: (key: string, points?: number) => void
}
