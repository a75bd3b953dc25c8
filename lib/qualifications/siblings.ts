/** What has to change along with a field, for the rules read them together: an ID number holds the date of birth. */
const SIBLINGS: Readonly<Record<string, readonly string[]>> = {
  idType: ['idNumber', 'birthDate', 'idValidFrom', 'idValidTo'],
  idNumber: ['idType', 'birthDate'],
  birthDate: ['idNumber'],
  idValidFrom: ['idValidTo'],
  idValidTo: ['idValidFrom', 'idNumber'], // a passport or permit that has ended is followed by one of another number
  type: ['certificate', 'code', 'organisationCode', 'hasSeal'],
  certificate: ['type', 'code', 'organisationCode'],
  code: ['certificate', 'organisationCode'],
  organisationCode: ['certificate', 'code'],
  validFrom: ['validTo'],
  validTo: ['validFrom'],
  authorisedFrom: ['authorisedTo'],
  authorisedTo: ['authorisedFrom'],
}

/** A field key and those of the same subject that it can't be mended without. */
export function siblingsOf(key: string): string[] {
  const [subject = '', name = ''] = key.split('.')
  return [key, ...(SIBLINGS[name] ?? []).map((sibling) => `${subject}.${sibling}`)]
}
