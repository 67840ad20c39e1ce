/** The people of a hall on this machine: enough to play every part. Nobody here exists. */
import type { Role } from '../shared/base/routes.ts';

export interface Agency {
  /** Unified social credit code (统一社会信用代码), of the fictional kind the catalogue uses. */
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
}

export interface DemoPerson {
  /** Subject of their tokens, and what `npm run token -- <id>` takes. */
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly kind: 'natural' | 'legal';
  readonly roles: readonly Role[];
  readonly agency?: Agency;
}

const market = { code: '11440100DEM0001533', name: '市市场监管局', nameEn: 'Market Regulation Bureau' };
const disabled = { code: '11440100DEM000225U', name: '市残联', nameEn: "Disabled Persons' Federation" };
const transport = { code: '11440100DEM000014C', name: '市交通运输局', nameEn: 'Transport Bureau' };
const police = { code: '11440100DEM000065L', name: '市公安局', nameEn: 'Public Security Bureau' };
const health = { code: '11440100DEM00009X2', name: '市卫生健康委', nameEn: 'Health Commission' };

const citizen = (id: string, name: string, nameEn: string, kind: DemoPerson['kind'] = 'natural'): DemoPerson => ({
  id,
  name,
  nameEn,
  kind,
  roles: ['citizen'],
});

const staff = (id: string, name: string, nameEn: string, role: Role, agency?: Agency): DemoPerson => ({
  id,
  name,
  nameEn,
  kind: 'natural',
  roles: [role],
  ...(agency === undefined ? {} : { agency }),
});

export const demoPeople: readonly DemoPerson[] = [
  citizen('zhang-wei', '张伟', 'Zhang Wei'),
  citizen('li-na', '李娜', 'Li Na'),
  citizen('chen-yu-lan', '陈玉兰', 'Chen Yulan, 70'),
  citizen('yue-wei', '广州粤味餐饮有限公司', 'Yuewei Catering Ltd.', 'legal'),
  staff('officer-wang', '王芳', 'Wang Fang', 'officer', market),
  staff('officer-zhou', '周强', 'Zhou Qiang', 'officer', market),
  staff('approver-zhao', '赵敏', 'Zhao Min', 'approver', market),
  staff('supervisor-qian', '钱进', 'Qian Jin', 'supervisor', market),
  staff('backoffice-market', '市场监管业务系统', 'Back office system', 'backoffice', market),
  staff('officer-sun', '孙丽', 'Sun Li', 'officer', disabled),
  staff('approver-lin', '林涛', 'Lin Tao', 'approver', disabled),
  staff('officer-he', '何军', 'He Jun', 'officer', transport),
  staff('approver-xu', '徐静', 'Xu Jing', 'approver', transport),
  staff('officer-ma', '马超', 'Ma Chao', 'officer', police),
  staff('approver-gao', '高翔', 'Gao Xiang', 'approver', police),
  staff('officer-luo', '罗琳', 'Luo Lin', 'officer', health),
  staff('approver-tang', '唐宁', 'Tang Ning', 'approver', health),
  staff('auditor-wu', '吴清', 'Wu Qing', 'auditor'),
  staff('operator-deng', '邓凯', 'Deng Kai', 'operator'),
];

/** What a role is called, for the sign-in page and the terminal. */
export const roleNames: Readonly<Record<Role, { zh: string; en: string }>> = {
  citizen: { zh: '办事人', en: 'citizen' },
  officer: { zh: '经办人', en: 'officer' },
  approver: { zh: '审批人', en: 'approver' },
  supervisor: { zh: '负责人', en: 'supervisor' },
  backoffice: { zh: '业务系统', en: 'back office' },
  auditor: { zh: '审计员', en: 'auditor' },
  operator: { zh: '运维员', en: 'operator' },
};

/** @throws Error with one sentence that lists everybody there is */
export function demoPerson(id: string): DemoPerson {
  const found = demoPeople.find((person) => person.id === id);
  if (found !== undefined) return found;
  const known = demoPeople.map((person) => person.id).join(', ');
  throw new Error(`没有这位演示人员 · There is no demo person ${JSON.stringify(id)}; there are ${known}.`);
}

/** What a token says of a person, beside `sub`. Texts only: the API's authorizer makes texts of all claims. */
export function claimsOf(person: DemoPerson): Record<string, string> {
  return {
    name: person.name,
    kind: person.kind,
    roles: person.roles.join(' '),
    ...(person.agency === undefined ? {} : { agency: person.agency.code }),
  };
}
