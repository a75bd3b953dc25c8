import { getTranslations } from 'next-intl/server'
import { wordsOf } from '@/lib/rulebook/words'
import { fieldsPage } from '../_components/fields-page'
import { ownDraft, type TaskPageProps } from '../_components/own-draft'

export async function generateMetadata({ params }: TaskPageProps) {
  const { fields } = await ownDraft(params)
  return { title: (await getTranslations('applicant.legal-representative'))('title', wordsOf(fields)) }
}

export default function LegalRepresentativePage(props: TaskPageProps) {
  return fieldsPage(props, 'legal-representative')
}
