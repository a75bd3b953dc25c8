import { NotFound } from '@/components/layout/no-page'

/** Shows error 404 inside this group's shell. Next renders it. */
export default function NotFoundHere() {
  return <NotFound isInShell />
}
