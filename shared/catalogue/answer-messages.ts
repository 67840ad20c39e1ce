/** What is said about an answer that will not do: what is wrong and how to put it right. Never what was typed. */
import type { FieldProblem } from '../base/problems.ts';
import type { Bilingual } from '../base/words.ts';
import type { IdCardFault } from './identity-numbers.ts';

/** A fault of one value, before it is known where it stands. */
export type Fault = Pick<FieldProblem, 'code' | 'message'>;

const fault = (code: string, zh: string, en: string): Fault => ({ code, message: { zh, en } });

export const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`;

const idCardSentences: Record<IdCardFault, Bilingual> = {
  shape: {
    zh: '公民身份号码是 18 位：前 17 位是数字，最后一位是数字或 X。请对照身份证再填一次。',
    en: 'An identity number has 18 characters: 17 digits, then a digit or X. Compare it with the card and enter it again.',
  },
  region: {
    zh: '公民身份号码的前两位不是任何省份的代码。请对照身份证检查开头几位。',
    en: 'The first two digits are not the code of any province. Check the beginning of the number against the card.',
  },
  'birth-date': {
    zh: '公民身份号码第 7 至 14 位不是一个真实的出生日期。请对照身份证检查这几位。',
    en: 'Digits 7 to 14 are not a real date of birth. Check them against the card.',
  },
  'check-digit': {
    zh: '公民身份号码的校验位对不上，多半是某一位填错或两位填反了。请对照身份证逐位检查。',
    en: 'The check digit does not fit: most likely a digit is wrong or two are swapped. Compare it with the card digit by digit.',
  },
};

export const say = {
  required: (label: Bilingual) => fault('required', `请填写“${label.zh}”。`, `Fill in “${label.en}”.`),
  requiredChoice: (label: Bilingual) =>
    fault('required', `请选择“${label.zh}”。`, `Choose an answer for “${label.en}”.`),
  requiredFile: (name: Bilingual) => fault('required', `请上传“${name.zh}”。`, `Upload “${name.en}”.`),
  tooManyFiles: (name: Bilingual, max: number) =>
    fault(
      'too-many',
      `“${name.zh}”最多 ${max} 个文件，请删去多余的。`,
      `“${name.en}” takes at most ${max} file(s). Remove the others.`,
    ),
  unknownField: () =>
    fault(
      'unknown',
      '这个事项的表里没有这一项，请刷新页面后再填。',
      'The form of this item has no such field. Reload the page and try again.',
    ),
  unknownMaterial: () =>
    fault('unknown', '这个事项不要求这项材料，请把它删去。', 'This item does not ask for such a material. Remove it.'),
  wrongType: () =>
    fault(
      'type',
      '这一项的格式不对，请清空后重新填写。',
      'The form of this answer is not right. Clear it and enter it again.',
    ),
  tooShort: (min: number) => fault('too-short', `至少要 ${min} 个字，请写完整。`, `Give at least ${min} characters.`),
  tooLong: (max: number) => fault('too-long', `最多 ${max} 个字，请写短一些。`, `Use at most ${max} characters.`),
  characters: () =>
    fault(
      'characters',
      '里面有看不见的特殊字符，请删去后重新输入。',
      'It holds invisible special characters. Delete it and type it again.',
    ),
  pattern: (help: Bilingual | undefined) => ({
    code: 'pattern',
    message: help ?? {
      zh: '格式不对，请按说明填写。',
      en: 'This is not in the right form. Follow the note beside the field.',
    },
  }),
  integer: () => fault('integer', '请填整数，不带小数点。', 'Enter a whole number, without a decimal point.'),
  tooSmall: (min: string) =>
    fault('too-small', `不能小于 ${min}，请检查。`, `This cannot be less than ${min}. Check it.`),
  tooLarge: (max: string) =>
    fault('too-large', `不能大于 ${max}，请检查。`, `This cannot be more than ${max}. Check it.`),
  money: () => fault('type', '请填金额，最多到分。', 'Enter an amount of money, to the fen at most.'),
  date: () => fault('date', '请填一个真实的日期，年、月、日都要有。', 'Enter a real date with year, month and day.'),
  tooEarly: (day: string) =>
    fault('too-early', `日期不能早于 ${day}，请检查。`, `The date cannot be before ${day}. Check it.`),
  tooLate: (day: string) =>
    fault('too-late', `日期不能晚于 ${day}，请检查。`, `The date cannot be after ${day}. Check it.`),
  option: () => fault('option', '请从列出的选项中选择。', 'Choose from the options listed.'),
  tooFewChoices: (min: number) => fault('too-few', `至少选 ${min} 项。`, `Choose at least ${min}.`),
  tooFewGroups: (label: Bilingual, min: number) =>
    fault('too-few', `“${label.zh}”至少填 ${min} 组，请添加。`, `Add at least ${min} under “${label.en}”.`),
  tooManyGroups: (label: Bilingual, max: number) =>
    fault(
      'too-many',
      `“${label.zh}”最多填 ${max} 组，请删去多余的。`,
      `“${label.en}” takes at most ${max}. Remove the others.`,
    ),
  idCard: (kind: IdCardFault): Fault => ({ code: `id-card-${kind}`, message: idCardSentences[kind] }),
  creditCode: () =>
    fault(
      'credit-code',
      '统一社会信用代码是 18 位数字或大写字母，校验位对不上。请对照营业执照逐位检查（没有字母 I、O、S、V、Z）。',
      'A unified social credit code has 18 digits or capitals and its check digit does not fit. Compare it with the licence (it never has I, O, S, V or Z).',
    ),
  phone: () =>
    fault(
      'phone',
      '请填 11 位手机号，或带区号的座机号（如 020-12345678）。',
      'Enter an 11-digit mobile number, or a landline with its area code (such as 020-12345678).',
    ),
  email: () =>
    fault('email', '请填完整的电子邮箱，如 name@example.cn。', 'Enter a full e-mail address, such as name@example.cn.'),
};
