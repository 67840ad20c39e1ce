/** What people come for most, as a city's counter would say; figures of use will choose them one day. Codes of items. */
export const popular = [
  '440115025000', // 食品经营许可变更经营项目
  '440115003000', // 个体工商户设立登记
  '440106010000', // 普通护照签发
  '442006001000', // 居住证
  '440106007000', // 户口迁移
  '442009001000', // 出生医学证明
  '442008029000', // 医保门诊费用报销
  '440722004000', // 残疾人证
  '442023001000', // 高龄津贴
  '442017005000', // 随迁子女入学
] as const;
