import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { VersionsPage } from '../_components/versions-page'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('rules.kinds'))('LETTERS.title') }
}

export default function Page() {
  return <VersionsPage kind="LETTERS" />
}
