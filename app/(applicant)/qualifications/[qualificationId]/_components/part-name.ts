export { documentName, mendingPath, partName, slotId } from '@/components/qualifications/part-name'
