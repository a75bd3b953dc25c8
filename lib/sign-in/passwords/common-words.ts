import 'server-only'

/**
 * Lists the parts of passwords that leak again and again, in China and elsewhere: words, names, runs on the keyboard,
 * digits that sound like words. Lower case. A password made of nothing else, with any digits and signs, is refused.
 */
export const COMMON_WORDS: readonly string[] = `
abc abcd abcde abcdef abcdefg abcdefgh abcdefghi aabb aaaa aaa abab xyz xxx xxxx zzzz qqqq wwww
qwe qwer qwert qwerty qwertyu qwertyui qwertyuiop werty asd asdf asdfg asdfgh asdfghj asdfghjkl zxc zxcv zxcvb zxcvbn
zxcvbnm qaz wsx edc rfv tgb yhn ujm qazwsx qazwsxedc wasd poiuyt lkjhg mnbvc mnbvcxz poi lkj uiop hjkl tyui ghjk
1q2w 1q2w3e 1q2w3e4r 1q2w3e4r5t 1qaz 2wsx 3edc 4rfv q1w2e3 q1w2e3r4 a1b2c3 a1b2c3d4 a1s2d3 a1s2d3f4 z1x2c3 1a2b3c 1a2b3c4d 1q2w3e4r5t6y
a1b2c3d4e5 a1b2c3d4e5f6 1a2b3c4d5e 1a2b3c4d5e6f zaqwsxcderfv zaq xsw cde vfr poiuytrewq lkjhgfdsa
password passw0rd p@ssword p@ssw0rd pa55word passwd passwort pass word secret secure security login signin logon access
admin administrator adm1n root user users username guest test tester testing demo sample temp default changeme change
welcome letmein hello hi hey please thanks system server manager master super superuser superman batman spiderman
computer internet windows linux android iphone ipad apple google facebook twitter amazon microsoft office outlook yahoo
gmail hotmail github oracle mysql postgres database cisco samsung nokia sony nintendo pokemon pikachu minecraft
monkey dragon tiger lion eagle falcon phoenix wolf shadow ninja hunter killer soldier ranger rocket lucky magic
football soccer baseball basketball hockey golf tennis liverpool chelsea arsenal barcelona juventus yankees lakers
michael jordan michelle jennifer jessica ashley amanda andrew anthony charlie daniel david george harley jackson james
jason john johnny joshua justin kevin lucy maggie mary matthew nicole peter richard robert sarah steven thomas william
alice anna bob eric helen jack jacky jerry jim jimmy julia kelly kitty lily linda lisa mike nancy rose sam tom tommy tony
love lover iloveyou loveyou loveme forever baby babygirl honey sweet sweety angel princess prince queen king god jesus
sunshine summer winter spring autumn flower rainbow star stars moon sunny happy freedom peace money dollar rich gold
silver diamond cookie chocolate cheese banana orange pepper ginger coffee whatever nothing trustno trustnoone fuckyou
fuck asshole hello123 the my me you your and is for new big one two three four five six seven eight nine zero
january february march april may june july august september october november december monday tuesday wednesday thursday
friday saturday sunday china chinese beijing shanghai guangzhou shenzhen chengdu chongqing hangzhou nanjing wuhan xian
tianjin suzhou qingdao dalian xiamen changsha zhengzhou jinan shenyang harbin kunming fuzhou hefei nanning guiyang
zhongguo zhonghua hongkong taiwan macau asia japan korea america
woaini woaini1314 woaiwo woaiwojia woaiwoziji woaimama woaibaba aini ainiyiwannian wojiushiwo woshishui woshini woshi
wodemima wode mima wangjimima bangzhu nihao nihaoma zaijian xiexie xiexieni duibuqi meiguanxi haohao haoren pengyou
laopo laogong baobao baobei qinaide airen tiantian shengri kuaile shengrikuaile xinniankuaile xinnian facai gongxi
gongxifacai pingan shunli jiankang xingfu yongyuan yiqi yishengyishi caonima nima shabi hunhun laoshi xuesheng xuexiao
daxue gongsi laoban jingli caiwu kefu xiaoshou shichang guanli guanliyuan xitong yonghu denglu zhuce ceshi shiyan
yanzheng yanzhengma shoujihao shouji diannao wangluo wangzhan duanxin shenhe zizhi zhunxin
taobao tmall alibaba aliyun alipay zhifubao tencent tengxun weixin wechat weibo baidu jingdong xiaomi huawei meituan
douyin kuaishou didi bilibili wangyi sina sohu youku tianya xunlei lenovo haier qq qqcom chinamobile unicom telecom
zhang wang li liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he gao lin luo zheng liang xie song tang deng han
feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao lv cui zhong tan
zhangwei wangwei wangfang liwei lina zhangmin lijing wangjing liuwei wangxiuying zhangli lixiuying zhangjing liyang
xiaoming xiaohong xiaoli xiaolong xiaoyu xiaoxiao xiaowei xiaojun longge dage xiongdi jiejie meimei gege didi mama baba
com cn www http https net org
iloveu loveu ilove cmcc cucc sinopec dnf lol pubg csgo ncepu company office123 starwars dragonball goku naruto correct horse battery
staple this that mypassword thisis here there house home work
`
  .trim()
  .split(/\s+/)
