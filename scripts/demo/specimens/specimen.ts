import 'server-only'
import type { DocumentKind, SignatureSource } from '@/lib/db/generated/enums'
import { factsOf } from '@/lib/rulebook/document-kinds'
import { certificateSheet } from './certificate'
import { appSheet, noteSheet, siteSheet, trademarkSheet } from './evidence'
import { ownFontOnly } from './font'
import { cardBack, cardFront } from './id-card'
import { inHand } from './in-hand'
import { AUTHORISATIONS, COMMITMENTS, type Letter, letterSheet, type Signatory } from './letter'
import { certificateOf } from './organisation'
import { passportPage } from './passport'
import { type Declared, type Holder, holderOf } from './person'
import { type Flaw, photographed, type Sheet } from './scene'

/** Names a flaw of the photograph, or one of the document. */
export type Fault = Flaw | 'WRONG_SIDE' | 'THUMBPRINT_MISSING' | 'SEAL_MISSING' | 'SIGNATURE_MISSING' | 'EXPIRED'

export type Specimen = {
  kind: DocumentKind
  /** Holds what is declared, by field key, and what is printed. */
  fields: Declared
  reference?: string
  /** Lists the sender signatures; evidence has its own. */
  signatures?: readonly { text: string; source: SignatureSource }[]
  /** Holds the date of a letter, as YYYY-MM-DD. */
  date?: string
  /** Makes pictures of one kind differ in desk, light and angle. */
  seed?: string
  fault?: Fault
}

/** Draws a document as its sender would photograph it: JPEG, about 1,600 × 1,200, marked as a specimen all over. */
export async function drawSpecimen(specimen: Specimen): Promise<Buffer> {
  ownFontOnly()
  const { kind, fields, seed = '', fault } = specimen
  const flaw = fault && FLAWS.has(fault) ? (fault as Flaw) : undefined
  return photographed(sheetOf(specimen), `${kind} ${seed} ${JSON.stringify(fields)}`, flaw)
}

const FLAWS: ReadonlySet<Fault> = new Set<Flaw>([
  'BLURRED',
  'GLARE',
  'CROPPED',
  'TOO_DARK',
  'LOW_RESOLUTION',
  'PHOTOCOPY',
  'SCREEN_PHOTO',
])

/** Draws each kind by the example that shows how it should look, with what is declared of its subject. */
function sheetOf(specimen: Specimen): Sheet {
  const { kind, fields, seed = '', fault } = specimen
  const { example, subject } = factsOf(kind)
  const isWrongSide = fault === 'WRONG_SIDE'
  const holder = () => (subject === 'admin' ? administratorOf(fields) : holderOf(fields, subject ?? 'person'))
  switch (example) {
    case 'ID_PORTRAIT':
      return idPage(holder(), !isWrongSide)
    case 'ID_EMBLEM':
      return idPage(holder(), isWrongSide)
    case 'ID_IN_HAND':
      return held(holder(), seed)
    case 'LICENCE':
      return certificateSheet(certificateOf(subject === 'principal' ? principalOf(fields) : fields))
    case 'LETTER_WITH_THUMBPRINT':
    case 'LETTER_WITH_SEAL':
      return letterSheet(commitment(specimen))
    case 'AUTHORISATION':
      return letterSheet(authorisation(specimen))
    case 'EVIDENCE':
      return evidenceSheet(specimen)
    case null:
      return noteSheet(
        partyOf(fields),
        '附上门店照片与线上店铺后台截图的说明：店铺由本人经营，短信只发给下过单的顾客，用于告知到货与退换。',
      )
  }
}

const principalOf = (fields: Declared): Declared => ({
  'organisation.name': fields['principal.name'] ?? '',
  'organisation.code': fields['principal.code'] ?? '',
  'legalRep.name': fields['principal.legalRep'] ?? '',
})

const idPage = (holder: Holder, isPortrait: boolean) => {
  if (holder.idType === 'PASSPORT') return passportPage(holder)
  return isPortrait ? cardFront(holder) : cardBack(holder)
}

const held = (holder: Holder, seed: string) =>
  inHand(holder.look, holder.idType === 'PASSPORT' ? passportPage(holder) : cardFront(holder), seed)

/** Returns the administrator. A legal representative who is the administrator too was asked once. */
const administratorOf = (fields: Declared) =>
  holderOf(fields, fields['admin.isLegalRep'] === 'NO' ? 'admin' : 'legalRep')

const partyOf = (fields: Declared) => fields['organisation.name'] ?? fields['person.name'] ?? '样本'

function commitment({ fields, reference = '', signatures = [], date = '', fault }: Specimen): Letter {
  const organisation = fields['organisation.name']
  const name = fields[organisation ? 'legalRep.name' : 'person.name'] ?? ''
  const hasSeal = organisation !== undefined && fields['organisation.hasSeal'] !== 'NO'
  const mark = markOf(hasSeal ? 'SEAL' : 'THUMBPRINT', fault)
  const texts = signatures.map(({ text }) => `【${text}】`).join('')
  const party = organisation ?? name
  const number = fields['organisation.code'] ?? fields['person.idNumber'] ?? ''
  return {
    title: '承诺函',
    reference,
    opening: `${party}（证件号 ${number}）就使用短信签名${texts}发送短信，郑重承诺：`,
    clauses: COMMITMENTS,
    date,
    signatories: [{ role: '签字', name, party, mark, isUnsigned: fault === 'SIGNATURE_MISSING' }],
  }
}

function markOf(usual: 'SEAL' | 'THUMBPRINT', fault: Fault | undefined): Signatory['mark'] {
  return fault === 'THUMBPRINT_MISSING' || fault === 'SEAL_MISSING' ? 'NONE' : usual
}

function authorisation({ fields, reference = '', signatures = [], date = '' }: Specimen): Letter {
  const [principal, applicant] = [fields['principal.name'] ?? '', partyOf(fields)]
  const [from, to] = [fields['principal.authorisedFrom'] ?? '', fields['principal.authorisedTo'] ?? '']
  const texts = signatures.map(({ text }) => `【${text}】`).join('')
  return {
    title: '授权委托书',
    reference,
    opening: `${principal} 委托 ${applicant} 使用短信签名${texts}，自 ${from} 至 ${to} 有效。双方约定：`,
    clauses: AUTHORISATIONS,
    date,
    signatories: [
      { role: '委托方', name: fields['principal.legalRep'] ?? '', party: principal, mark: 'SEAL' },
      { role: '被委托方', name: fields['legalRep.name'] ?? '', party: applicant, mark: 'SEAL' },
    ],
  }
}

function evidenceSheet({ fields, signatures = [] }: Specimen): Sheet {
  const [signature] = signatures
  const [name, holder] = [signature?.text ?? '样本', partyOf(fields)]
  if (signature?.source === 'APP') return appSheet(name, holder)
  if (signature?.source === 'SITE') return siteSheet(name, holder)
  return trademarkSheet(name, holder, '00000000')
}
