import { getTranslations } from 'next-intl/server'
import { fieldsPage } from '../_components/fields-page'
import type { TaskPageProps } from '../_components/own-draft'

export async function generateMetadata() {
  return { title: (await getTranslations('applicant.who'))('title') }
}

/** Asks everything that decides which documents are required. */
export default function WhoPage(props: TaskPageProps) {
  return fieldsPage(props, 'who')
}
