import type { LetterText } from '../letter-text'
import { ID_TYPE_NAMES } from './cn-mainland-2024-10-names'

/**
 * The principal signs it for the sender that acts on its behalf. Other words are another version: a test pins these.
 */
export const CN_MAINLAND_2024_10_AUTHORISATION: LetterText = {
  version: 'cn-mainland/2024-10',
  variant: 'AUTHORISATION',
  title: { 'zh-CN': '短信业务授权委托书', en: 'Authorisation to send SMS on behalf' },
  recipient: { 'zh-CN': '致：{platform}', en: 'To: {platform}' },
  labels: {
    principal: { 'zh-CN': '委托方', en: 'Principal' },
    principalCode: { 'zh-CN': '委托方统一社会信用代码', en: 'Unified social credit code of the principal' },
    principalLegalRep: {
      'zh-CN': '委托方法定代表人（负责人）',
      en: 'Legal representative (person in charge) of the principal',
    },
    organisation: { 'zh-CN': '受托方', en: 'Agent' },
    code: {
      'zh-CN': '受托方统一社会信用代码（组织机构代码）',
      en: 'Unified social credit code (organisation code) of the agent',
    },
    authorisedSignatures: { 'zh-CN': '授权使用的短信签名', en: 'Sender signatures authorised' },
    authorisedFrom: { 'zh-CN': '授权开始日期', en: 'Authorised from' },
    authorisedTo: { 'zh-CN': '授权结束日期', en: 'Authorised to' },
    reference: { 'zh-CN': '申请编号', en: 'Reference' },
  },
  idTypes: ID_TYPE_NAMES,
  opening: {
    'zh-CN': '委托方因业务需要，委托受托方使用贵平台的短信发送服务代为发送短信，现声明和承诺如下：',
    en: 'The principal has the agent send messages on its behalf through the SMS sending service of your platform, and declares and commits to the following:',
  },
  clauses: [
    {
      heading: { 'zh-CN': '一、授权事项', en: '1. What is authorised' },
      text: {
        'zh-CN':
          '委托方授权受托方在上列期限内，以上列短信签名代委托方发送短信，并代为办理短信签名的实名登记和向电信运营商的实名报备。受托方不得转委托。',
        en: 'The principal authorises the agent, within the time given above, to send messages on its behalf with the sender signatures listed above, and to see to their registration and their filing by real name with the telecom carriers. The agent may not pass this authorisation on.',
      },
    },
    {
      heading: { 'zh-CN': '二、授权范围和期限', en: '2. Scope and time' },
      text: {
        'zh-CN':
          '本授权只限于上列短信签名、上列期限和受托方向贵平台申报的用途。委托方变更或者提前终止授权的，书面通知受托方和贵平台；贵平台收到通知前，受托方依照本授权发送的短信，由委托方承担相应责任。',
        en: 'This authorisation covers no more than the sender signatures and the time given above and the use that the agent declares to the platform. The principal will give written notice to the agent and the platform of any change or early end; for messages sent under this authorisation before the platform has the notice, the principal answers accordingly.',
      },
    },
    {
      heading: { 'zh-CN': '三、身份真实，有权使用', en: '3. True identity, right of use' },
      text: {
        'zh-CN':
          '委托方的名称、代码、证照及其他材料真实、合法、有效。上列短信签名均为委托方有权使用并有权许可受托方使用，不侵犯他人的名称权、商标权等权利，不仿冒其他单位或者个人。',
        en: 'The principal’s name, code, certificate and other documents are true, lawful and valid. The principal has the right to use each of the sender signatures listed above and to let the agent use them; they infringe nobody’s name, trademark or other rights and imitate no other organisation or person.',
      },
    },
    {
      heading: { 'zh-CN': '四、内容合法，征得同意', en: '4. Lawful content, consent of recipients' },
      text: {
        'zh-CN':
          '短信内容由委托方提供或者经委托方确认，委托方对其真实性、合法性负责，不发送法律、行政法规禁止的内容。未经接收者同意或者请求，委托方不要求受托方向其发送商业性短信；接收者明确表示拒绝的，委托方同意受托方立即停止发送。',
        en: 'The content of messages is provided or confirmed by the principal, who answers for its truth and lawfulness; nothing is sent that laws and regulations forbid. The principal will not have the agent send commercial messages to anyone who has not agreed to or asked for them, and agrees that the agent stops at once when a recipient refuses.',
      },
    },
    {
      heading: { 'zh-CN': '五、保护个人信息', en: '5. Protection of personal information' },
      text: {
        'zh-CN':
          '委托方合法取得接收者的手机号码及其他个人信息，已与受托方约定委托处理的目的、期限、方式、个人信息的种类、保护措施以及双方的权利和义务，并对受托方的处理活动进行监督。授权结束后，受托方返还或者删除有关个人信息，法律、行政法规另有规定的除外。',
        en: 'The principal obtains recipients’ numbers and other personal information lawfully, has agreed with the agent on purpose, time and manner of handling, on the kinds of information, the measures of protection and the rights and duties of both, and supervises the agent’s handling. When the authorisation ends, the agent returns or deletes the personal information, unless laws and regulations require otherwise.',
      },
    },
    {
      heading: { 'zh-CN': '六、防范电信网络诈骗，配合核查', en: '6. Against fraud; cooperation with checks' },
      text: {
        'zh-CN':
          '委托方不利用本授权实施电信网络诈骗或者为其提供支持、帮助，并配合贵平台、电信运营商和主管部门依法进行的身份核验、内容核查、投诉处理和案件调查，按要求如实提供材料。',
        en: 'The principal will not use this authorisation to commit or support telecom or online fraud, and will cooperate with lawful identity verification, checks of content, handling of complaints and investigations by the platform, the telecom carriers and the authorities, and truthfully provide material when asked.',
      },
    },
    {
      heading: { 'zh-CN': '七、承担责任', en: '7. Responsibility' },
      text: {
        'zh-CN':
          '委托方违反本委托书的，贵平台可以停用上列短信签名，并依法向电信运营商和主管部门报告；由此产生的法律责任和造成的损失由委托方依法承担。受托方的责任不因本授权而免除。',
        en: 'If the principal breaks this authorisation, the platform may disable the sender signatures listed above and report to the telecom carriers and the authorities according to law; the principal bears the legal responsibility and the losses that result. This authorisation doesn’t release the agent from its own responsibility.',
      },
    },
  ],
  closing: {
    'zh-CN': '本委托书由委托方法定代表人（负责人）亲笔签字并加盖委托方公章，自签署之日起生效，至授权结束日期终止。',
    en: 'This authorisation is signed by hand by the legal representative (person in charge) of the principal and bears the principal’s official seal. It takes effect on the day of signing and ends with the last day authorised.',
  },
  languages: {
    'zh-CN': '本委托书以中文文本为准，英文译文仅供参考。',
    en: 'The Chinese text is binding; the English translation is for reference only.',
  },
  marks: [
    {
      key: 'SIGNATURE',
      label: {
        'zh-CN': '委托方法定代表人（负责人）（手写签字）',
        en: 'Legal representative (person in charge) of the principal (handwritten signature)',
      },
      hint: { 'zh-CN': '亲笔签写全名', en: 'Full name, by hand' },
    },
    {
      key: 'SEAL',
      label: { 'zh-CN': '委托方公章', en: 'Official seal of the principal' },
      hint: { 'zh-CN': '加盖委托方公章，不用受托方的章', en: 'The principal’s seal, not the agent’s' },
    },
    {
      key: 'DATE',
      label: { 'zh-CN': '签署日期', en: 'Date of signing' },
      hint: { 'zh-CN': '　　　　年　　　月　　　日', en: 'Year, month, day' },
    },
  ],
}
