import { NotFound } from '@/app/_components/no-page'

/** Next renders it inside this group's shell. */
export default function NotFoundHere() {
  return <NotFound isInShell />
}
