/** Themes (主题) that a person looks under: life events for people, matters of business for bodies. And the notice. */
import type { Bilingual } from '../base/words.ts';

/** Shown wherever the catalogue is: these are not any city's published items. */
export const demonstration: Bilingual = {
  zh: '演示目录：事项名称取自公开清单，机构代码、事项编码和办理规定仅供演示，不作为办事依据。',
  en: 'Demonstration catalogue: item names come from a public list; agency codes, item codes and rules are for demonstration and are not official guidance.',
};

/** In the order in which a page shows them. */
export const themes = {
  birth: { zh: '出生', en: 'Having a child' },
  school: { zh: '上学', en: 'Going to school' },
  work: { zh: '就业', en: 'Work and jobs' },
  health: { zh: '看病', en: 'Health care' },
  residence: { zh: '落户居住', en: 'Residence and household' },
  travel: { zh: '出境出行', en: 'Travel and transport' },
  'social-insurance': { zh: '社保医保', en: 'Social and medical insurance' },
  disability: { zh: '助残', en: 'Disability' },
  elderly: { zh: '养老', en: 'Growing older' },
  hardship: { zh: '困难救助', en: 'Help in hardship' },
  veterans: { zh: '退役', en: 'Veterans' },
  law: { zh: '法律服务', en: 'Legal help' },
  'start-business': { zh: '开店办企业', en: 'Starting a business' },
  licences: { zh: '经营许可', en: 'Business licences' },
  tax: { zh: '纳税', en: 'Taxes' },
} as const satisfies Record<string, Bilingual>;

export type Theme = keyof typeof themes;
export const isTheme = (code: string): code is Theme => Object.hasOwn(themes, code);
