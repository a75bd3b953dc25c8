import type { LetterMark, LetterText } from '../letter-text'
import { organisationClauses } from './cn-mainland-2024-10-clauses'
import { ID_TYPE_NAMES } from './cn-mainland-2024-10-names'

const DATE: LetterMark = {
  key: 'DATE',
  label: { 'zh-CN': '签署日期', en: 'Date of signing' },
  hint: { 'zh-CN': '　　　　年　　　月　　　日', en: 'Year, month, day' },
}

const ADMINISTRATOR = {
  administrator: { 'zh-CN': '短信业务管理员', en: 'SMS administrator' },
  administratorIdType: { 'zh-CN': '管理员证件类型', en: 'ID type of the administrator' },
  administratorIdNumber: { 'zh-CN': '管理员证件号码', en: 'ID number of the administrator' },
  signatures: { 'zh-CN': '短信签名', en: 'Sender signatures' },
  reference: { 'zh-CN': '申请编号', en: 'Reference' },
}

const LAWS = {
  'zh-CN':
    '《中华人民共和国反电信网络诈骗法》《中华人民共和国网络安全法》《中华人民共和国数据安全法》《中华人民共和国个人信息保护法》和《通信短信息服务管理规定》',
  en: 'the Anti-Telecom and Online Fraud Law, the Cybersecurity Law, the Data Security Law and the Personal Information Protection Law of the People’s Republic of China and the Provisions on the Administration of Short Message Services',
}

const LANGUAGES = {
  'zh-CN': '本承诺函以中文文本为准，英文译文仅供参考。',
  en: 'The Chinese text is binding; the English translation is for reference only.',
}

/**
 * The commitment letter of an organisation that has an official seal. Other words are another version: a test holds
 * these fast.
 */
export const CN_MAINLAND_2024_10_ORGANISATION: LetterText = {
  version: 'cn-mainland/2024-10',
  variant: 'ORGANISATION',
  title: {
    'zh-CN': '短信业务实名与合规使用承诺函（单位）',
    en: 'Commitment to real-name and lawful use of SMS (organisation)',
  },
  recipient: { 'zh-CN': '致：{platform}', en: 'To: {platform}' },
  labels: {
    organisation: { 'zh-CN': '承诺单位', en: 'Committing organisation' },
    code: { 'zh-CN': '统一社会信用代码（组织机构代码）', en: 'Unified social credit code (organisation code)' },
    legalRep: { 'zh-CN': '法定代表人（负责人）', en: 'Legal representative (person in charge)' },
    ...ADMINISTRATOR,
  },
  idTypes: ID_TYPE_NAMES,
  opening: {
    'zh-CN': `本单位向贵平台申请使用短信发送服务。本单位已阅读并理解${LAWS['zh-CN']}的相关要求，现郑重承诺如下：`,
    en: `We apply to use the SMS sending service of your platform. We have read and understood what is required by ${LAWS.en}, and solemnly commit to the following:`,
  },
  clauses: organisationClauses({
    self: '本单位',
    head: '法定代表人（负责人）',
    headInEnglish: 'legal representative (person in charge)',
  }),
  closing: {
    'zh-CN':
      '本承诺函由法定代表人（负责人）或者短信业务管理员亲笔签字并加盖单位公章，自签署之日起生效，在本单位使用贵平台短信发送服务期间持续有效。',
    en: 'This letter is signed by hand by the legal representative (person in charge) or the SMS administrator and bears our official seal. It takes effect on the day of signing and remains in force for as long as we use the SMS service of your platform.',
  },
  languages: LANGUAGES,
  marks: [
    {
      key: 'SIGNATURE',
      label: {
        'zh-CN': '法定代表人（负责人）或管理员（手写签字）',
        en: 'Legal representative (person in charge) or administrator (handwritten signature)',
      },
      hint: { 'zh-CN': '亲笔签写全名', en: 'Full name, by hand' },
    },
    {
      key: 'SEAL',
      label: { 'zh-CN': '单位公章', en: 'Official seal' },
      hint: { 'zh-CN': '加盖公章，不用合同章、财务章', en: 'The official seal, not a contract or finance seal' },
    },
    DATE,
  ],
}

/**
 * The commitment letter of an individual business without a seal. Other words are another version: a test holds these
 * fast.
 */
export const CN_MAINLAND_2024_10_ORGANISATION_WITHOUT_SEAL: LetterText = {
  version: 'cn-mainland/2024-10',
  variant: 'ORGANISATION_WITHOUT_SEAL',
  title: {
    'zh-CN': '短信业务实名与合规使用承诺函（个体工商户）',
    en: 'Commitment to real-name and lawful use of SMS (individual business)',
  },
  recipient: { 'zh-CN': '致：{platform}', en: 'To: {platform}' },
  labels: {
    organisation: { 'zh-CN': '个体工商户', en: 'Individual business' },
    code: { 'zh-CN': '统一社会信用代码（组织机构代码）', en: 'Unified social credit code (organisation code)' },
    legalRep: { 'zh-CN': '经营者', en: 'Operator' },
    ...ADMINISTRATOR,
  },
  idTypes: ID_TYPE_NAMES,
  opening: {
    'zh-CN': `上列个体工商户及其经营者（以下合称“承诺人”）向贵平台申请使用短信发送服务。承诺人已阅读并理解${LAWS['zh-CN']}的相关要求，现郑重承诺如下：`,
    en: `The individual business named above and its operator (together “we”) apply to use the SMS sending service of your platform. We have read and understood what is required by ${LAWS.en}, and solemnly commit to the following:`,
  },
  clauses: organisationClauses({ self: '承诺人', head: '经营者', headInEnglish: 'operator' }),
  closing: {
    'zh-CN':
      '本个体工商户没有公章。本承诺函由经营者本人亲笔签字并按手印，自签署之日起生效，在承诺人使用贵平台短信发送服务期间持续有效。',
    en: 'This individual business has no official seal. This letter is signed by the operator’s own hand and bears the operator’s thumbprint. It takes effect on the day of signing and remains in force for as long as we use the SMS service of your platform.',
  },
  languages: LANGUAGES,
  marks: [
    {
      key: 'SIGNATURE',
      label: { 'zh-CN': '经营者（手写签字）', en: 'Operator (handwritten signature)' },
      hint: { 'zh-CN': '经营者本人亲笔签写全名', en: 'The operator’s full name, by hand' },
    },
    {
      key: 'THUMBPRINT',
      label: { 'zh-CN': '经营者手印', en: 'Operator’s thumbprint' },
      hint: { 'zh-CN': '右手拇指，红色印泥', en: 'Right thumb, red ink' },
    },
    DATE,
  ],
}
