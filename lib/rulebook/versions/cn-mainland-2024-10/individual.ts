import type { KindRules } from '../../rulebook'
import {
  AUDIENCE_AND_VOLUME,
  CONTACT,
  evidenceOf,
  ID_TYPE_RULES,
  IMAGE,
  named,
  onEmblem,
  onPortrait,
  PAPER,
  PURPOSES,
  personFields,
  SAMPLES,
  SUPPORTING,
  signaturesFrom,
} from './shared'

export const INDIVIDUAL: KindRules = {
  idTypes: ID_TYPE_RULES,
  groups: [
    { key: 'identity', fields: personFields('person') },
    CONTACT,
    {
      key: 'use',
      fields: [{ ...PURPOSES, optionSwitches: { MARKETING: 'individualMarketing' } }, ...AUDIENCE_AND_VOLUME],
    },
  ],
  documents: [
    {
      ...IMAGE,
      kind: 'ID_PORTRAIT',
      min: 1,
      max: 1,
      idPage: { field: 'person.idType', page: 'PORTRAIT' },
      restsOn: onPortrait('person'),
    },
    {
      ...IMAGE,
      kind: 'ID_EMBLEM',
      min: 1,
      max: 1,
      idPage: { field: 'person.idType', page: 'EMBLEM' },
      restsOn: onEmblem('person'),
    },
    { ...IMAGE, kind: 'ID_IN_HAND', min: 1, max: 1, restsOn: named('person') },
    evidenceOf('person.name'),
    { ...PAPER, kind: 'COMMITMENT_LETTER', min: 1, max: 5, restsOn: [...named('person'), 'signatures'] },
    SUPPORTING,
  ],
  signatures: signaturesFrom('OWN_NAME'),
  samples: SAMPLES,
}
