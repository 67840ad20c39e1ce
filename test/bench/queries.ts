/** What people type, and what must stand among the first three answers: one list for the benchmark and for the tests of relevance. */

export interface Asked {
  readonly q: string;
  readonly by:
    | 'name'
    | 'pinyin'
    | 'initials'
    | 'synonym'
    | 'typo'
    | 'bureau'
    | 'theme'
    | 'question'
    | 'english'
    | 'code';
  /** Fits the Chinese name, agency or theme of one of the first three. */
  readonly finds: RegExp;
}

const asked = (by: Asked['by'], list: Readonly<Record<string, RegExp>>): Asked[] =>
  Object.entries(list).map(([q, finds]) => ({ q, by, finds }));

export const queries: readonly Asked[] = [
  ...asked('name', {
    居住证: /居住证办理/,
    护照: /护照/,
    最低生活保障: /最低生活保障/,
    建筑工程施工许可: /建筑工程施工许可/,
    食品经营许可: /食品.*经营许可/,
    婚姻登记: /婚姻登记/,
    教师资格证书补发: /教师资格证书补发/,
    社会保障卡挂失: /社会保障卡挂失/,
    烟草专卖零售: /烟草专卖零售/,
    养老机构设立: /养老机构设立/,
  }),
  ...asked('pinyin', {
    juzhuzheng: /居住证/,
    huzhao: /护照/,
    shehuibaozhangka: /社会保障卡/,
    shigongxuke: /施工许可/,
    hunyindengji: /婚姻登记/,
    canjiren: /残疾人/,
    yanglaojigou: /养老机构/,
    jiaoshizige: /教师资格/,
  }),
  ...asked('initials', {
    jzz: /居住证/,
    shbzk: /社会保障卡/,
    hydj: /婚姻登记/,
    spjyxk: /食品.*经营许可/,
    zdshbz: /最低生活保障/,
    jszg: /教师资格/,
    cjrz: /残疾人证/,
    jzgcsgxk: /建筑工程施工许可/,
  }),
  ...asked('synonym', {
    低保: /最低生活保障/,
    暂住证: /居住证/,
    领证: /婚姻登记/,
    轮椅: /辅助器具/,
    补社保卡: /社会保障卡补领/,
    结婚证丢了: /结婚证/,
    滴滴: /网络预约|网约/,
    敬老院: /养老机构/,
    自闭症: /残疾儿童/,
    排污: /排水|排污/,
    医保码: /医保电子凭证/,
    出国: /护照|通行证|出入境/,
  }),
  ...asked('typo', {
    居住正: /居住证/,
    户照: /护照/,
    婚因登记: /婚姻登记/,
    社会保章卡: /社会保障卡/,
    身份政: /身份证/,
    残级人证: /残疾人证/,
    juzhuzhegn: /居住证/,
    huzaho: /护照/,
    shehuibaozhanka: /社会保障卡/,
    pasport: /护照/,
  }),
  ...asked('bureau', {
    市公安局: /公安局/,
    医保局: /医保局/,
    残联: /残联|残疾人/,
    烟草专卖局: /烟草专卖/,
    气象局: /气象局/,
    公安局护照: /护照/,
    '民政局 养老': /民政局/,
  }),
  ...asked('theme', {
    开店办企业: /开店办企业/,
    困难救助: /困难救助/,
    养老: /养老/,
    退役: /退役/,
    出境出行: /出境出行/,
  }),
  ...asked('question', {
    我想开个奶茶店: /食品/,
    老板欠薪怎么讨薪: /./,
    孩子转学怎么办: /转学|学籍/,
    在外地住院怎么报医保: /异地/,
    轮椅怎么申请: /辅助器具/,
    社保卡坏了怎么换: /社会保障卡/,
    怎么办离婚: /婚姻登记/,
    想收养孩子怎么办手续: /收养/,
  }),
  ...asked('english', {
    passport: /护照/,
    'marriage registration': /婚姻登记/,
    'residence permit': /居住证/,
    'food business licence': /食品/,
    wheelchair: /辅助器具/,
    tobacco: /烟草/,
  }),
  ...asked('code', { '442006001000': /居住证办理/, '440115025000': /食品/ }),
];
