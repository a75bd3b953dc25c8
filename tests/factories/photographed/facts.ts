import { isOrganisationCode, isSocialCreditCode } from '@/lib/core/official-numbers/organisation-codes'
import { citizenNumber, hongKongPermitNumber, passportNumber } from '@/scripts/demo/numbers'
import type { Random } from '@/scripts/demo/specimens/random'

/** These words are printed on the papers of nobody. */
const SURNAMES = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段漕钱汤尹黎易常武乔贺赖龚文',
  ...['欧阳', '司马', '上官', '诸葛', '夏侯', '皇甫', '尉迟', '公孙'],
]
const GIVEN =
  '伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂红玉萍建华国庆志文海波云峰雪梅春燕晓东小龙佳琪欣怡子涵浩然宇轩梓萱思远若曦俊熙嘉豪雨桐诗语一诺博文皓宸逸飞天翔泽民振兴德福永昌景行修远知微致和安宁清源正阳立群慧敏淑贞惠珍凤仙金枝玲珑碧瑶紫薇丹青墨林松柏竹君菊香荷露莲心月明星辰晨曦晖光耀祖荣宗显达贵富裕康健乐善良仁义礼智信忠孝廉洁勤俭毅恒坚韧锋锐利钧铭鑫淼焱垚森喆昊昱晟晗煜炜烨熠珂琳瑾瑜璇璐琦珊琪瑞祥彬彤岚岩峻嵩巍川江河湖沁汐洁淳涵深渊润泽溪滢'
/** Characters that the dictionary of the model lacks: names with them are scored apart. */
export const RARE = '翀龑嫄赟骉'

const AREAS = ['样本省样本市', '虚构省演示市', '样例省测试市', '演示自治区样本市'] as const
const DISTRICTS = ['东城区', '高新区', '滨江区', '和平县', '南山区', '开发区', '鼓楼区', '青山县', '新华区'] as const
const ROADS = ['建设路', '人民东路', '解放大街', '学府街', '长江中路', '朝阳巷', '文化西路', '工业园一路'] as const
const AUTHORITIES = [
  '样本市公安局东城分局',
  '虚构县公安局',
  '演示市公安局',
  '样例市公安局高新分局',
  '测试区公安分局',
] as const
const PEOPLES = ['汉', '回', '满', '壮', '蒙古', '土家', '维吾尔', '藏', '苗'] as const
const PROVINCES = [11, 12, 13, 21, 31, 32, 33, 35, 36, 37, 41, 42, 43, 44, 45, 50, 51, 52, 53, 61] as const
const TRADES = [
  '科技',
  '贸易',
  '餐饮管理',
  '文化传媒',
  '网络',
  '建筑工程',
  '教育咨询',
  '物流',
  '电子商务',
  '医疗器械',
] as const
const FORMS = ['有限公司', '有限责任公司', '股份有限公司', '商行', '经营部', '中心（有限合伙）', '工作室'] as const

const pad = (number: number) => `${number}`.padStart(2, '0')
const dateFrom = (random: Random, from: number, to: number) =>
  `${random.whole(from, to)}-${pad(random.whole(1, 12))}-${pad(random.whole(1, 28))}`
export const chinese = (date: string) => {
  const [year, month, day] = date.split('-')
  return [year, Number(month), Number(day)] as const
}

export function personName(random: Random, isRare: boolean): string {
  const one = () => random.pick([...GIVEN])
  const given = isRare ? random.pick([...RARE]) : one()
  return `${random.pick(SURNAMES)}${given}${random.between(0, 1) < 0.72 ? one() : ''}`
}

export function personFacts(random: Random, isRare: boolean) {
  const birthDate = dateFrom(random, 1950, 2007)
  const serial = random.whole(1, 998)
  const years = random.pick([5, 10, 20, 0])
  const validFrom = dateFrom(random, 2010, 2025)
  return {
    name: personName(random, isRare),
    isFemale: serial % 2 === 0,
    people: random.pick(PEOPLES),
    birthDate,
    idNumber: citizenNumber(`${random.pick(PROVINCES)}99${pad(random.whole(1, 99))}`, birthDate, serial),
    address: `${random.pick(AREAS)}${random.pick(DISTRICTS)}${random.pick(ROADS)}${random.whole(1, 999)}号${random.whole(1, 30)}栋${random.whole(1, 6)}单元${random.whole(101, 2999)}室`,
    authority: random.pick(AUTHORITIES),
    validFrom,
    validTo: years === 0 ? 'LONG_TERM' : `${Number(validFrom.slice(0, 4)) + years}${validFrom.slice(4)}`,
    permit: hongKongPermitNumber(random.whole(0, 9999)),
    passport: passportNumber(random.whole(0, 99_999)),
  }
}
export type PersonFacts = ReturnType<typeof personFacts>

const CODE = '0123456789ABCDEFGHJKLMNPQRTUWXY'

/** Returns a code of nobody: its area does not exist, and its ninth character is one that no organisation has. */
function creditCode(random: Random): string {
  const body = `W${Array.from({ length: 7 }, () => random.pick([...CODE])).join('')}`
  const organisation = [...'0123456789X'].map((check) => body + check).find(isOrganisationCode)
  const head = `${random.pick(['91', '92', '93'])}${random.pick(PROVINCES)}99${pad(random.whole(0, 99))}${organisation}`
  const code = [...CODE].map((check) => head + check).find(isSocialCreditCode)
  if (!code) throw new Error(`There is no check character for ${head}`)
  return code
}

export function organisationFacts(random: Random, isRare: boolean) {
  const brand = Array.from({ length: random.whole(2, 4) }, () => random.pick([...GIVEN])).join('')
  return {
    name: `${random.pick(['样本市', '虚构省', '演示', '样例（测试）'])}${brand}${random.pick(TRADES)}${random.pick(FORMS)}`,
    code: creditCode(random),
    type: random.pick([
      '有限责任公司（自然人独资）',
      '有限责任公司',
      '个体工商户',
      '股份有限公司（非上市）',
      '有限合伙企业',
    ]),
    legalRep: personName(random, isRare),
    foundedOn: dateFrom(random, 1998, 2025),
    address: `${random.pick(AREAS)}${random.pick(DISTRICTS)}${random.pick(ROADS)}${random.whole(1, 999)}号${random.whole(1, 30)}层${random.whole(101, 2999)}`,
    capital: random.pick(['壹佰万元整', '伍拾万元整', '人民币壹仟万元整', '叁佰万元整']),
  }
}
export type OrganisationFacts = ReturnType<typeof organisationFacts>
