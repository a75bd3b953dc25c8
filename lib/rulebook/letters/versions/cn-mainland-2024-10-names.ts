import type { LetterText } from '../letter-text'

/** What each letter of this version calls the types of ID. */
export const ID_TYPE_NAMES: LetterText['idTypes'] = {
  RESIDENT_ID: { 'zh-CN': '居民身份证', en: 'Resident ID card' },
  HK_MACAO_PERMIT: {
    'zh-CN': '港澳居民来往内地通行证',
    en: 'Mainland travel permit for Hong Kong and Macao residents',
  },
  TAIWAN_PERMIT: { 'zh-CN': '台湾居民来往大陆通行证', en: 'Mainland travel permit for Taiwan residents' },
  HMT_RESIDENCE_PERMIT: {
    'zh-CN': '港澳台居民居住证',
    en: 'Residence permit for Hong Kong, Macao and Taiwan residents',
  },
  FOREIGN_PERMANENT_RESIDENT_ID: { 'zh-CN': '外国人永久居留身份证', en: 'Foreign permanent resident ID card' },
  PASSPORT: { 'zh-CN': '护照', en: 'Passport' },
}
