import { LONG_TERM } from '@/lib/rulebook/long-term'
import type { Certificate } from './certificate'
import type { Declared } from './person'

type Form = Pick<Certificate, 'title' | 'authority' | 'tone'> & { type: string; head: string }

const MARKET = '样本市场监督管理局（虚构）'
const CIVIL = '样本市民政局（虚构）'

/** Lists the usual certificate of each type of organisation. */
const FORMS: Readonly<Record<string, Form>> = {
  ENTERPRISE: { title: '营业执照', authority: MARKET, tone: 'gold', type: '有限责任公司', head: '法定代表人' },
  INDIVIDUAL_BUSINESS: { title: '营业执照', authority: MARKET, tone: 'gold', type: '个体工商户', head: '经营者' },
  BRANCH: { title: '营业执照', authority: MARKET, tone: 'gold', type: '有限责任公司分公司', head: '负责人' },
  PARTNERSHIP: { title: '营业执照', authority: MARKET, tone: 'gold', type: '普通合伙企业', head: '执行事务合伙人' },
  PUBLIC_INSTITUTION: {
    title: '事业单位法人证书',
    authority: '样本事业单位登记局（虚构）',
    tone: 'blue',
    type: '事业单位',
    head: '法定代表人',
  },
  GOVERNMENT: {
    title: '统一社会信用代码证书',
    authority: '样本机构编制办（虚构）',
    tone: 'red',
    type: '机关',
    head: '负责人',
  },
  SOCIAL_ORGANISATION: {
    title: '社会团体法人登记证书',
    authority: CIVIL,
    tone: 'green',
    type: '社会团体',
    head: '法定代表人',
  },
  PRIVATE_NON_ENTERPRISE: {
    title: '民办非企业单位登记证书',
    authority: CIVIL,
    tone: 'green',
    type: '民办非企业单位',
    head: '法定代表人',
  },
  FOUNDATION: { title: '基金会法人登记证书', authority: CIVIL, tone: 'violet', type: '基金会', head: '法定代表人' },
}
const [USUAL] = Object.values(FORMS)

/** Returns the certificate of the organisation that these fields declare. */
export function certificateOf(fields: Declared): Certificate {
  const form = FORMS[fields['organisation.type'] ?? ''] ?? USUAL
  if (!form) throw new Error('There is no form of a certificate')
  const isOld = fields['organisation.certificate'] === 'ORGANISATION_CODE_CERTIFICATE'
  const to = fields['organisation.validTo'] ?? LONG_TERM
  return {
    title: isOld ? '组织机构代码证' : form.title,
    authority: form.authority,
    tone: isOld ? 'blue' : form.tone,
    codeName: isOld ? '组织机构代码' : '统一社会信用代码',
    code: fields[isOld ? 'organisation.organisationCode' : 'organisation.code'] ?? '',
    rows: [
      ['名　　称', fields['organisation.name'] ?? '样本'],
      ['类　　型', form.type],
      [form.head, fields['legalRep.name'] ?? ''],
      ['经营范围', '图书、文具零售；信息服务（均为虚构）'],
      ['成立日期', fields['organisation.validFrom'] ?? '2020-01-01'],
      ['有效期限', to === LONG_TERM ? '长期' : `至 ${to}`],
      ['住　　所', fields['organisation.address'] ?? '样本省样本市样本区演示路 0 号'],
      ['登记状态', '存续（在营、开业）'],
    ],
    date: fields['organisation.validFrom'] ?? '2020-01-01',
  }
}
