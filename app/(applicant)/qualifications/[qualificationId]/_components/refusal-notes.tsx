export { RefusalNotes } from '@/components/qualifications/refusal-notes'
