import type { LetterClause } from '../letter-text'

/** How an organisation's letter names who commits, and who stands for it, in Chinese; and the latter in English. */
type Party = { self: string; head: string; headInEnglish: string }

/** Returns what every organisation commits to, signed by any person. Other words are another version. */
export function organisationClauses({ self, head, headInEnglish }: Party): LetterClause[] {
  return [
    {
      heading: { 'zh-CN': '一、实名登记，材料真实', en: '1. Real name, true documents' },
      text: {
        'zh-CN': `${self}以真实身份办理实名登记，所填写的信息和提交的登记证照、${head}证件、管理员证件及手持证件照片、短信签名依据、授权文件及其他材料均真实、合法、有效，没有伪造、变造，没有冒用其他单位或者个人名义的情形。以上信息发生变化时，${self}及时更新。`,
        en: `We register under our true identity. What we declare, our certificate of registration, the IDs of the ${headInEnglish} and of the administrator, the photograph of the latter holding their ID, the evidence for sender signatures, authorisations and all other documents are true, lawful and valid; nothing is forged or altered, and we use the name of no other organisation or person. When anything changes, we will update it without delay.`,
      },
    },
    {
      heading: { 'zh-CN': '二、指定管理员，征得本人同意', en: '2. Administrator, and the consent of those named' },
      text: {
        'zh-CN': `${self}指定上列短信业务管理员办理实名登记和短信业务，管理员就此所为的行为由${self}承担责任；管理员变更的，及时重新申报。${self}已将处理个人信息的目的、方式、种类和接收方告知${head}和管理员本人，并已取得其同意。`,
        en: `We appoint the SMS administrator named above to see to registration and the SMS business, answer for what the administrator does in this, and will declare any change of administrator. We have told the ${headInEnglish} and the administrator for what purpose and how their personal information is handled, which information it is and who receives it, and they have consented.`,
      },
    },
    {
      heading: { 'zh-CN': '三、按申报使用，不转租转借', en: '3. Use as declared; no renting or lending' },
      text: {
        'zh-CN': `短信发送服务、短信端口、账号、密钥和短信签名只用于所申报的用途。${self}不以任何方式非法买卖、出租、出借、转让上述资源，不在未重新申报的情况下改变用途。受其他组织委托代为发送的，${self}已核验委托方的真实身份并取得其书面授权，只在授权的短信签名和期限内发送；未申报的，不代他人发送。`,
        en: 'The SMS service, SMS ports, accounts, keys and sender signatures are used for the declared purposes only. We will not unlawfully sell, rent, lend or transfer any of them, and will not change the use without declaring it anew. Where we send for another organisation, we have verified its true identity, have its written authorisation, and send only with the sender signatures and in the time that it covers; we send for nobody that is not declared.',
      },
    },
    {
      heading: { 'zh-CN': '四、内容合法合规', en: '4. Lawful content' },
      text: {
        'zh-CN': `${self}建立内容审核制度，不发送危害国家安全、破坏社会稳定、侵害他人合法权益的内容，不发送涉及诈骗、赌博、淫秽色情、暴力、毒品、非法金融活动、虚假宣传以及法律、行政法规禁止的其他内容。实际发送的内容与申报的用途和短信样例一致。`,
        en: 'We review content before it is sent. We will not send content that endangers national security, disturbs social stability or infringes the rights of others, nor content that involves fraud, gambling, pornography, violence, drugs, illegal finance, false advertising or anything else that laws and regulations forbid. What we send will match the declared use and sample messages.',
      },
    },
    {
      heading: { 'zh-CN': '五、征得同意，便于拒收', en: '5. Consent of recipients, and their refusal' },
      text: {
        'zh-CN': `未经接收者同意或者请求，${self}不向其发送商业性短信；接收者同意后又明确表示拒绝的，立即停止发送。商业性短信标明真实的发送者，并提供简便、免费的拒收方式。${self}保存接收者同意的证明，以备查验。`,
        en: 'We will send no commercial messages to anyone who has not agreed to or asked for them, and will stop at once when a recipient refuses. Commercial messages will name their true sender and offer a simple and free way to refuse. We will keep proof of the recipients’ consent for inspection.',
      },
    },
    {
      heading: { 'zh-CN': '六、短信签名有据可依', en: '6. Sender signatures with a basis' },
      text: {
        'zh-CN': `上列短信签名均为${self}或者委托方有权使用，不侵犯他人的名称权、姓名权、商标权等权利，不仿冒国家机关、金融机构、电信运营商或其他单位和个人。${self}同意贵平台将其向电信运营商作实名报备，并在报备生效后按报备内容使用。`,
        en: 'We, or the principal for which we send, have the right to use each of the sender signatures listed above. They infringe nobody’s name, trademark or other rights and imitate no state organ, financial institution, telecom carrier or other organisation or person. We agree that the platform files them by real name with the telecom carriers, and will use them as filed once the filing is effective.',
      },
    },
    {
      heading: { 'zh-CN': '七、防范电信网络诈骗', en: '7. Against telecom and online fraud' },
      text: {
        'zh-CN': `${self}不实施电信网络诈骗，不为其提供短信发送、引流推广、号码隐藏或篡改等任何支持或帮助。${self}妥善保管账号和密钥；发现被盗用、异常发送或涉诈线索的，立即停止发送并告知贵平台。`,
        en: 'We will not commit telecom or online fraud, nor support it in any way, such as by sending messages, attracting victims, or hiding or falsifying numbers. We will keep accounts and keys safe, and on finding theft, abnormal sending or signs of fraud will stop sending at once and tell the platform.',
      },
    },
    {
      heading: { 'zh-CN': '八、保护个人信息', en: '8. Protection of personal information' },
      text: {
        'zh-CN': `${self}合法取得接收者的手机号码及其他个人信息，只在其同意的范围内使用，采取必要的管理和技术措施保障安全，不非法收集、买卖、提供或者公开他人的个人信息。`,
        en: 'We obtain recipients’ numbers and other personal information lawfully, use them only within their consent, take the organisational and technical measures needed to keep them safe, and will not unlawfully collect, trade, provide or publish personal information of others.',
      },
    },
    {
      heading: { 'zh-CN': '九、配合核查', en: '9. Cooperation with checks' },
      text: {
        'zh-CN': `${self}配合贵平台、电信运营商和主管部门依法进行的身份核验、内容核查、投诉处理和案件调查，按要求如实提供发送记录、接收者同意的证明、委托关系的证明及其他材料。`,
        en: 'We will cooperate with lawful identity verification, checks of content, handling of complaints and investigations by the platform, the telecom carriers and the authorities, and truthfully provide sending records, proof of consent, proof of authorisation and other material when asked.',
      },
    },
    {
      heading: { 'zh-CN': '十、承担责任', en: '10. Responsibility' },
      text: {
        'zh-CN': `${self}违反上述承诺的，贵平台可以暂停或终止服务、停用短信签名，并依法向电信运营商和主管部门报告；由此产生的法律责任和造成的损失由${self}承担。`,
        en: 'If we break these commitments, the platform may suspend or end the service, disable sender signatures, and report to the telecom carriers and the authorities according to law; we bear the legal responsibility and the losses that result.',
      },
    },
  ]
}
