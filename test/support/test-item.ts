/** Service items for tests of the rules: a promised permit, and instant items decided by one officer or by the hall. */

import { idCardCheckDigit } from '../../shared/catalogue/identity-numbers.ts';
import { type Item, item } from '../../shared/catalogue/item.ts';

const both = (zh: string, en: string) => ({ zh, en });

/** A true-looking identity number: check digit right, person invented. */
export const idNumber = (first17: string): string => first17 + idCardCheckDigit(first17);
export const adultId = idNumber('44010319900101123');
export const childId = idNumber('44010320150601001');

const form = {
  sections: [
    {
      name: 'applicant',
      title: both('申请人', 'Applicant'),
      fields: [
        { name: 'fullName', type: 'text', label: both('姓名', 'Name') },
        { name: 'idNumber', type: 'id-card', label: both('身份证号', 'Identity number') },
        { name: 'married', type: 'yes-no', label: both('是否已婚', 'Married') },
        { name: 'spouseName', type: 'text', label: both('配偶姓名', 'Spouse'), when: { field: 'married', in: [true] } },
      ],
    },
    {
      name: 'family',
      title: both('家庭成员', 'Family'),
      fields: [
        {
          name: 'children',
          type: 'repeat',
          label: both('子女', 'Children'),
          required: false,
          min: 0,
          fields: [
            { name: 'childName', type: 'text', label: both('姓名', 'Name') },
            { name: 'childIdNumber', type: 'id-card', label: both('身份证号', 'Identity number') },
          ],
        },
      ],
    },
  ],
};

const source = both('申请人自备', 'The applicant');
const why = both('核对身份', 'To check who applies');
const materials = [
  { code: 'identity', name: both('身份证', 'Identity card'), required: true, source, why, maxFiles: 2 },
  {
    code: 'marriage',
    name: both('结婚证', 'Marriage certificate'),
    required: true,
    when: { field: 'married', in: [true] },
    source,
    why,
  },
  { code: 'photo', name: both('照片', 'Photograph'), required: false, source, why },
];

const permit = {
  code: '440105500901',
  implementingCode: '12441500196720244T3442199806003',
  version: 3,
  effectiveFrom: '2026-01-01',
  name: both('演示许可', 'Demonstration permit'),
  summary: both('用于检验规则的许可。', 'A permit for testing the rules.'),
  type: '01',
  handling: 'promised',
  applicants: ['natural'],
  agency: { code: '12441500196720244T', name: both('演示局', 'Demonstration bureau') },
  level: '4',
  onlineDepth: 'IV',
  visits: 0,
  delivery: ['online', 'counter'],
  legalBasis: [both('演示条例第一条', 'Demonstration regulation, art. 1')],
  conditions: [both('年满十八周岁', 'Eighteen or older')],
  process: [both('申请、受理、审查、决定', 'Apply, accept, review, decide')],
  limits: { statutory: 20, promised: 10 },
  result: { name: both('许可证', 'Permit') },
  place: both('演示大厅', 'Demonstration hall'),
  hours: both('工作日 9:00–17:00', 'Working days 9:00–17:00'),
  enquiryPhone: '020-12345678',
  complaintPhone: '020-12345679',
  themes: ['licences'],
  form,
  materials,
  checks: [
    { code: 'adult', name: both('年满十八', 'Adult'), rule: { kind: 'age-between', field: 'idNumber', min: 18 } },
    { code: 'files', name: both('材料已检查', 'Files checked'), rule: { kind: 'materials-clean' } },
  ],
  suspensions: ['hearing', 'testing'],
};

/** 承诺件: statutory 20, promised 10 working days; four eyes; suspends for hearings and testing. */
export const promisedItem: Item = item.parse(permit);

/** Decided by several authorities together: 45 working days, and 15 more. */
export const jointItem: Item = item.parse({
  ...permit,
  code: '440105500904',
  limits: { statutory: 45, promised: 30, joint: true },
});

/** Renews a licence whose last day the applicant states. */
export const renewalItem: Item = item.parse({
  ...permit,
  code: '440105500905',
  form: {
    sections: [
      ...form.sections,
      {
        name: 'licence',
        title: both('原许可', 'The licence'),
        fields: [{ name: 'expiresOn', type: 'date', label: both('有效期至', 'Valid until'), required: false }],
      },
    ],
  },
  renewal: { expiryField: 'expiresOn' },
});

const instant = { ...permit, handling: 'instant', limits: { statutory: 20, promised: 1 } };
/** 即办件 that one officer decides alone. */
export const instantItem: Item = item.parse({ ...instant, code: '440120500902', type: '20', fourEyes: false });
/** 即办件 that the hall decides when its checks pass. */
export const automaticItem: Item = item.parse({
  ...instant,
  code: '440120500903',
  type: '20',
  fourEyes: false,
  automatic: true,
});

/** 承诺件 with a fee that is to be paid before the decision. */
export const feeItem: Item = item.parse({
  ...permit,
  code: '440105500904',
  fees: [
    {
      name: both('工本费', 'Production fee'),
      basis: both('《收费标准》', 'The fee schedule'),
      standard: both('每本 120 元', 'CNY 120 each'),
      amount: 12_000,
      onlinePayment: true,
      beforeDecision: true,
      refundWhen: ['denied'],
    },
  ],
});
