import type { KindRules } from '../../rulebook'
import {
  AUDIENCE_AND_VOLUME,
  CONTACT,
  evidenceOf,
  ID_TYPE_RULES,
  named,
  onEmblem,
  onPortrait,
  PURPOSES,
  personFields,
  SAMPLES,
  SUPPORTING,
  signaturesFrom,
  slot,
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
    slot('ID_PORTRAIT', {
      min: 1,
      max: 1,
      idPage: { field: 'person.idType', page: 'PORTRAIT' },
      restsOn: onPortrait('person'),
    }),
    slot('ID_EMBLEM', {
      min: 1,
      max: 1,
      idPage: { field: 'person.idType', page: 'EMBLEM' },
      restsOn: onEmblem('person'),
    }),
    slot('ID_IN_HAND', { min: 1, max: 1, restsOn: named('person') }),
    evidenceOf('person.name'),
    slot('COMMITMENT_LETTER', { min: 1, max: 5, restsOn: [...named('person'), 'signatures'] }),
    SUPPORTING,
  ],
  signatures: signaturesFrom('OWN_NAME'),
  samples: SAMPLES,
}
