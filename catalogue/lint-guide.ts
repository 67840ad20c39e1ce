/**
 * The fourteen core fields of a public guide (办事指南): each is there and says something. The schema sees that they are
 * there; here, that nobody has left a blank, a dash or 待定 in their place, in either language.
 */
import type { Bilingual } from '../shared/base/words.ts';
import type { Item } from '../shared/catalogue/item.ts';
import type { Finding } from './faults.ts';

type Texts = readonly (readonly [Finding['path'], Bilingual])[];

interface CoreField {
  readonly zh: string;
  readonly en: string;
  /** Everything of the field that is a sentence; codes, types and numbers have their own rules. */
  readonly texts: (item: Item) => Texts;
}

const listed = (name: string, texts: readonly Bilingual[]): Texts => texts.map((text, i) => [[name, i], text]);
const none = (): Texts => [];

/** In the order of a guide. */
export const coreFields: readonly CoreField[] = [
  { zh: '事项名称', en: 'name', texts: ({ name }) => [[['name'], name]] },
  { zh: '事项编码', en: 'codes', texts: none },
  { zh: '事项类型', en: 'type', texts: none },
  { zh: '实施主体', en: 'agency', texts: ({ agency }) => [[['agency'], agency.name]] },
  { zh: '服务对象', en: 'who may apply', texts: none },
  { zh: '设定依据', en: 'legal basis', texts: ({ legalBasis }) => listed('legalBasis', legalBasis) },
  { zh: '受理条件', en: 'conditions', texts: ({ conditions }) => listed('conditions', conditions) },
  {
    zh: '申请材料',
    en: 'materials',
    texts: ({ materials }) =>
      materials.flatMap(
        ({ name, source, why }, i): Texts => [
          [['materials', i, 'name'], name],
          [['materials', i, 'source'], source],
          [['materials', i, 'why'], why],
        ],
      ),
  },
  { zh: '办理流程', en: 'process', texts: ({ process }) => listed('process', process) },
  { zh: '办理时限', en: 'limits', texts: none },
  { zh: '收费情况', en: 'fees', texts: ({ fees }) => fees.map(({ name }, i) => [['fees', i, 'name'], name]) },
  { zh: '办理结果', en: 'result', texts: ({ result }) => [[['result', 'name'], result.name]] },
  {
    zh: '办理地点和时间',
    en: 'place and hours',
    texts: ({ place, hours }) => [
      [['place'], place],
      [['hours'], hours],
    ],
  },
  { zh: '咨询和投诉渠道', en: 'enquiry and complaint', texts: none },
];

export function* lintGuide(item: Item): Iterable<Finding> {
  for (const { zh, en, texts } of coreFields) {
    for (const [path, text] of texts(item)) {
      if (!says(text.zh, /\p{Script=Han}/u))
        yield { path, reason: `core field ${zh} (${en}) says nothing in Chinese: "${text.zh}"` };
      if (!says(text.en, /[A-Za-z]/))
        yield { path, reason: `core field ${zh} (${en}) says nothing in English: "${text.en}"` };
    }
  }
}

/** What people write when they have nothing to say. */
const placeholder = /^(无|暂无|待定|待补充|待完善|略|同上|详见官网|见附件|tbd|todo|none|n\/?a|as above|to follow)$/i;

const says = (text: string, script: RegExp): boolean =>
  script.test(text) && !placeholder.test(text.replace(/[\s。.…]/g, (mark) => (mark === ' ' ? ' ' : '')).trim());
