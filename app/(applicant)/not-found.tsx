import { NotFound } from '@/components/layout/no-page'

/** Next shows it inside this group's shell. */
export default function NotFoundHere() {
  return <NotFound isInShell />
}
