import type { LetterText } from '../letter-text'
import { ID_TYPE_NAMES } from './cn-mainland-2024-10-names'

/** The commitment letter of an individual. Other words are another version: a test holds these fast. */
export const CN_MAINLAND_2024_10_INDIVIDUAL: LetterText = {
  version: 'cn-mainland/2024-10',
  variant: 'INDIVIDUAL',
  title: {
    'zh-CN': '短信业务实名与合规使用承诺函（个人）',
    en: 'Commitment to real-name and lawful use of SMS (individual)',
  },
  recipient: { 'zh-CN': '致：{platform}', en: 'To: {platform}' },
  labels: {
    name: { 'zh-CN': '承诺人', en: 'Committing party' },
    idType: { 'zh-CN': '证件类型', en: 'ID type' },
    idNumber: { 'zh-CN': '证件号码', en: 'ID number' },
    signatures: { 'zh-CN': '短信签名', en: 'Sender signatures' },
    reference: { 'zh-CN': '申请编号', en: 'Reference' },
  },
  idTypes: ID_TYPE_NAMES,
  opening: {
    'zh-CN':
      '本人向贵平台申请使用短信发送服务。本人已阅读并理解《中华人民共和国反电信网络诈骗法》《中华人民共和国网络安全法》《中华人民共和国个人信息保护法》和《通信短信息服务管理规定》的相关要求，现郑重承诺如下：',
    en: 'I apply to use the SMS sending service of your platform. I have read and understood what is required by the Anti-Telecom and Online Fraud Law, the Cybersecurity Law and the Personal Information Protection Law of the People’s Republic of China and by the Provisions on the Administration of Short Message Services, and solemnly commit to the following:',
  },
  clauses: [
    {
      heading: { 'zh-CN': '一、实名登记，材料真实', en: '1. Real name, true documents' },
      text: {
        'zh-CN':
          '本人以真实身份办理实名登记，所填写的信息和提交的证件照片、手持证件照片、短信签名依据及其他材料均真实、合法、有效，由本人亲自提供，没有伪造、变造，没有冒用他人身份或由他人冒用本人身份的情形。以上信息发生变化时，本人及时更新。',
        en: 'I register under my true identity. What I declare, the photographs of my ID and of me holding it, the evidence for sender signatures and all other documents are true, lawful and valid and provided by myself; nothing is forged or altered, I use nobody else’s identity, and nobody uses mine. When anything changes, I will update it without delay.',
      },
    },
    {
      heading: { 'zh-CN': '二、本人使用，不转租转借', en: '2. Own use; no renting or lending' },
      text: {
        'zh-CN':
          '短信发送服务、短信端口、账号、密钥和短信签名只供本人用于所申报的用途。本人不以任何方式非法买卖、出租、出借、转让上述资源，不代他人发送短信，不在未重新申报的情况下改变用途。',
        en: 'The SMS service, SMS ports, accounts, keys and sender signatures are for my own use and the declared purposes only. I will not unlawfully sell, rent, lend or transfer any of them, will not send messages for others, and will not change the use without declaring it anew.',
      },
    },
    {
      heading: { 'zh-CN': '三、内容合法合规', en: '3. Lawful content' },
      text: {
        'zh-CN':
          '本人不发送危害国家安全、破坏社会稳定、侵害他人合法权益的内容，不发送涉及诈骗、赌博、淫秽色情、暴力、毒品、非法金融活动、虚假宣传以及法律、行政法规禁止的其他内容。实际发送的内容与申报的用途和短信样例一致。',
        en: 'I will not send content that endangers national security, disturbs social stability or infringes the rights of others, nor content that involves fraud, gambling, pornography, violence, drugs, illegal finance, false advertising or anything else that laws and regulations forbid. What I send will match the declared use and sample messages.',
      },
    },
    {
      heading: { 'zh-CN': '四、征得同意，便于拒收', en: '4. Consent of recipients, and their refusal' },
      text: {
        'zh-CN':
          '未经接收者同意或者请求，本人不向其发送商业性短信；接收者同意后又明确表示拒绝的，立即停止发送。商业性短信标明真实的发送者，并提供简便、免费的拒收方式。本人保存接收者同意的证明，以备查验。',
        en: 'I will send no commercial messages to anyone who has not agreed to or asked for them, and will stop at once when a recipient refuses. Commercial messages will name their true sender and offer a simple and free way to refuse. I will keep proof of the recipients’ consent for inspection.',
      },
    },
    {
      heading: { 'zh-CN': '五、短信签名有据可依', en: '5. Sender signatures with a basis' },
      text: {
        'zh-CN':
          '上列短信签名均为本人有权使用，不侵犯他人的姓名权、名称权、商标权等权利，不仿冒国家机关、金融机构、电信运营商或其他单位和个人。本人同意贵平台将其向电信运营商作实名报备，并在报备生效后按报备内容使用。',
        en: 'I have the right to use each of the sender signatures listed above. They infringe nobody’s name, trademark or other rights and imitate no state organ, financial institution, telecom carrier or other organisation or person. I agree that the platform files them by real name with the telecom carriers, and will use them as filed once the filing is effective.',
      },
    },
    {
      heading: { 'zh-CN': '六、防范电信网络诈骗', en: '6. Against telecom and online fraud' },
      text: {
        'zh-CN':
          '本人不实施电信网络诈骗，不为其提供短信发送、引流推广、号码隐藏或篡改等任何支持或帮助。本人妥善保管账号和密钥；发现被盗用、异常发送或涉诈线索的，立即停止发送并告知贵平台。',
        en: 'I will not commit telecom or online fraud, nor support it in any way, such as by sending messages, attracting victims, or hiding or falsifying numbers. I will keep accounts and keys safe, and on finding theft, abnormal sending or signs of fraud will stop sending at once and tell the platform.',
      },
    },
    {
      heading: { 'zh-CN': '七、保护个人信息', en: '7. Protection of personal information' },
      text: {
        'zh-CN':
          '本人合法取得接收者的手机号码及其他个人信息，只在其同意的范围内使用，采取必要措施保障安全，不非法收集、买卖、提供或者公开他人的个人信息。',
        en: 'I obtain recipients’ numbers and other personal information lawfully, use them only within their consent, take the measures needed to keep them safe, and will not unlawfully collect, trade, provide or publish personal information of others.',
      },
    },
    {
      heading: { 'zh-CN': '八、配合核查', en: '8. Cooperation with checks' },
      text: {
        'zh-CN':
          '本人配合贵平台、电信运营商和主管部门依法进行的身份核验、内容核查、投诉处理和案件调查，按要求如实提供发送记录、接收者同意的证明及其他材料。',
        en: 'I will cooperate with lawful identity verification, checks of content, handling of complaints and investigations by the platform, the telecom carriers and the authorities, and truthfully provide sending records, proof of consent and other material when asked.',
      },
    },
    {
      heading: { 'zh-CN': '九、承担责任', en: '9. Responsibility' },
      text: {
        'zh-CN':
          '本人违反上述承诺的，贵平台可以暂停或终止服务、停用短信签名，并依法向电信运营商和主管部门报告；由此产生的法律责任和造成的损失由本人承担。',
        en: 'If I break these commitments, the platform may suspend or end the service, disable sender signatures, and report to the telecom carriers and the authorities according to law; I bear the legal responsibility and the losses that result.',
      },
    },
  ],
  closing: {
    'zh-CN': '本承诺函由本人亲笔签字并按手印，自签署之日起生效，在本人使用贵平台短信发送服务期间持续有效。',
    en: 'This letter is signed by my own hand and bears my thumbprint. It takes effect on the day of signing and remains in force for as long as I use the SMS service of your platform.',
  },
  languages: {
    'zh-CN': '本承诺函以中文文本为准，英文译文仅供参考。',
    en: 'The Chinese text is binding; the English translation is for reference only.',
  },
  marks: [
    {
      key: 'SIGNATURE',
      label: { 'zh-CN': '承诺人（手写签字）', en: 'Committing party (handwritten signature)' },
      hint: { 'zh-CN': '亲笔签写全名', en: 'Full name, by hand' },
    },
    {
      key: 'THUMBPRINT',
      label: { 'zh-CN': '手印', en: 'Thumbprint' },
      hint: { 'zh-CN': '右手拇指，红色印泥', en: 'Right thumb, red ink' },
    },
    {
      key: 'DATE',
      label: { 'zh-CN': '签署日期', en: 'Date of signing' },
      hint: { 'zh-CN': '　　　　年　　　月　　　日', en: 'Year, month, day' },
    },
  ],
}
