/** Conditions that people come back for, by their code (ICD-10) and their everyday name. A code that is not here stands alone. */
import type { Bilingual } from '../../../shared/base/words.ts';

const c = (zh: string, en: string): Bilingual => ({ zh, en });

export const conditions: Readonly<Record<string, Bilingual>> = {
  I10: c('高血压', 'High blood pressure'),
  I25: c('冠心病', 'Coronary heart disease'),
  I48: c('心房颤动', 'Atrial fibrillation'),
  I50: c('心力衰竭', 'Heart failure'),
  E11: c('2 型糖尿病', 'Type 2 diabetes'),
  E78: c('血脂异常', 'High blood lipids'),
  E03: c('甲状腺功能减退', 'Underactive thyroid'),
  E05: c('甲状腺功能亢进', 'Overactive thyroid'),
  J06: c('上呼吸道感染', 'Cold'),
  J30: c('过敏性鼻炎', 'Allergic rhinitis'),
  J44: c('慢性阻塞性肺病', 'Chronic obstructive lung disease'),
  J45: c('哮喘', 'Asthma'),
  K21: c('胃食管反流', 'Acid reflux'),
  K29: c('胃炎', 'Gastritis'),
  L20: c('特应性皮炎', 'Atopic dermatitis'),
  L40: c('银屑病', 'Psoriasis'),
  M54: c('腰背痛', 'Back pain'),
  M81: c('骨质疏松', 'Osteoporosis'),
  G40: c('癫痫', 'Epilepsy'),
  G43: c('偏头痛', 'Migraine'),
  G47: c('睡眠障碍', 'Sleep disorder'),
  N18: c('慢性肾脏病', 'Chronic kidney disease'),
  N40: c('前列腺增生', 'Enlarged prostate'),
  H10: c('结膜炎', 'Conjunctivitis'),
  H40: c('青光眼', 'Glaucoma'),
};

/** 高血压（I10）; of a finer code, the name of what it belongs to. */
export function conditionText(code: string, say: (text: Bilingual) => string, language: 'zh' | 'en'): string {
  const name = conditions[code] ?? conditions[code.slice(0, 3)];
  if (name === undefined) return code;
  return language === 'zh' ? `${say(name)}（${code}）` : `${say(name)} (${code})`;
}
